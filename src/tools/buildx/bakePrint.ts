import { mapping, text, texts } from '../../domain/sources/yamlText.ts';
import type { BuildPlan } from '../../domain/buildPlan.ts';
import { options } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/** What a bake or Compose file says of one target. Paths as bake prints them: relative to the folder it runs in. */
export interface BakeTarget {
  readonly context: string;
  readonly dockerfile: string;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
}

/** Bake's own reading of its files, variables filled in; nothing is built. */
export function bakePrint(
  docker: string,
  plan: Pick<BuildPlan, 'bakeFiles' | 'bakeTargets'>,
): Command<ReadonlyMap<string, BakeTarget>> {
  return {
    file: docker,
    args: ['buildx', 'bake', ...options('--file', plan.bakeFiles), '--print', '--', ...plan.bakeTargets],
    parse: ({ stdout }) => {
      const { target } = mapping(JSON.parse(stdout));
      return new Map(
        Object.entries(mapping(target)).map(([name, value]) => {
          const { context, dockerfile, tags, platforms } = mapping(value);
          return [
            name,
            {
              context: text(context) ?? '.',
              dockerfile: text(dockerfile) ?? 'Dockerfile',
              tags: texts(tags),
              platforms: texts(platforms),
            },
          ];
        }),
      );
    },
  };
}

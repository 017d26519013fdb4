import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import { stagesOf } from '../../domain/sources/dockerfile.ts';

export interface Dockerfiles {
  /**
   * Finds the file that BuildKit means: it names a Dockerfile by its last part only. Resolves to a path relative to the
   * folder of the plan, or to that last part where nothing better is known: a message may come from anybody, and names no other file.
   *
   * @param definition what bake makes of its files, for a build by bake
   */
  locate(plan: BuildPlan, name: string, definition: BakeDefinition | undefined): string;
  /**
   * The stages that a Dockerfile puts on the builder's own platform, as BuildKit names them, in lower case. Empty for a bake
   * build and for a Dockerfile that cannot be read.
   */
  nativeStages(plan: BuildPlan): Promise<readonly string[]>;
}

export function createDockerfiles(): Dockerfiles {
  return {
    locate(plan, name, definition) {
      const candidates = plan.kind === 'build' ? [ofBuild(plan)] : ofBake(plan, definition);
      const last = path.basename(name);
      return candidates.find((file) => path.basename(file) === last) ?? last;
    },
    async nativeStages(plan) {
      if (plan.kind === 'bake') {
        return [];
      }
      const text = await readFile(path.resolve(plan.directory, ofBuild(plan)), 'utf8').catch(() => '');
      return stagesOf(text)
        .filter(({ platform }) => /^\$\{?BUILDPLATFORM\}?$/.test(platform ?? ''))
        .map(({ name, index }) => name?.toLowerCase() ?? `stage-${index}`);
    },
  };
}

function ofBake(plan: BuildPlan, definition: BakeDefinition | undefined): readonly string[] {
  return [...(definition?.targets.values() ?? [])].map(({ context, dockerfile }) =>
    relative(plan, context, dockerfile),
  );
}

/** `--file` counts from the folder that the command runs in; its default from the context. */
function ofBuild(plan: BuildPlan): string {
  return plan.dockerfile ?? relative(plan, plan.context, 'Dockerfile');
}

function relative(plan: BuildPlan, context: string, dockerfile: string): string {
  return path.relative(plan.directory, path.resolve(plan.directory, context, dockerfile)) || dockerfile;
}

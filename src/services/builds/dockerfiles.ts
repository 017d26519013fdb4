import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { parsePlatform, type Platform } from '../../domain/platform.ts';
import type { QuotedLine } from '../../domain/buildProgress.ts';
import { linkedBy, type BakeDefinition, type BakeTargetDefinition } from '../../domain/policy/bakeDefinition.ts';
import { readDockerfile } from '../../domain/sources/dockerfile.ts';
import { nativeStages } from '../../domain/sources/nativeStages.ts';
import { reachedBases, type ReachedBase } from '../../domain/sources/stages/reachedBases.ts';

/** A place in a Dockerfile according to a message. */
interface QuotedPlace {
  /** BuildKit's name of the file. */
  readonly name: string;
  /** The bake target of the message, if it names one. */
  readonly target?: string | undefined;
  /** The lines that the message quotes; they tell files of the same name apart. */
  readonly quoted: readonly QuotedLine[];
}

export interface Dockerfiles {
  /**
   * Finds the file that BuildKit refers to: BuildKit reports only the last part of a Dockerfile's path, and for a target that is a context of
   * another one, the name of the other. Resolves to a path relative to the folder of the plan, or to that last part. The message is
   * untrusted, so it cannot select another file. Undefined if there is no such file, or if several match.
   *
   * @param definition bake's result for its files, for a build with bake
   */
  locate(plan: BuildPlan, place: QuotedPlace, definition: BakeDefinition | undefined): Promise<string | undefined>;
  /**
   * The stages that Dockerfiles run on the builder's own platform, with BuildKit's names in lowercase. For bake builds with several
   * targets, the target's name and a space come first. An unreadable Dockerfile has none.
   *
   * @param natives the native platforms of the builder's nodes; empty if unknown
   */
  nativeStages(
    plan: BuildPlan,
    definition: BakeDefinition | undefined,
    natives: readonly Platform[],
  ): Promise<readonly string[]>;
  /** The images that a build uses from registries, as far as its Dockerfiles can be read. */
  bases(
    plan: BuildPlan,
    definition: BakeDefinition | undefined,
    natives: readonly Platform[],
  ): Promise<readonly ReachedBase[]>;
}

export function createDockerfiles(): Dockerfiles {
  return {
    async locate(plan, { name, target, quoted }, definition) {
      const last = path.basename(name);
      if (plan.kind === 'build') {
        const file = ofBuild(plan);
        return path.basename(file) === last ? file : last;
      }
      const named = candidates(definition, target).filter(({ dockerfile }) => path.basename(dockerfile) === last);
      if (named.length === 0) {
        return last;
      }
      const unlike = [...new Map(named.map((each) => [each.inline ?? ofTarget(plan, each), each])).values()];
      const fitting = unlike.length === 1 ? unlike : await quotedBy(plan, unlike, quoted);
      const [found, ...others] = fitting;
      return found === undefined || others.length > 0 || found.inline !== undefined ? undefined : ofTarget(plan, found);
    },
    async nativeStages(plan, definition, natives) {
      if (plan.kind === 'build') {
        return nativeStages(await read(plan, ofBuild(plan)), plan.buildArgs, natives);
      }
      const targets = [...(definition?.targets ?? [])];
      const found = await Promise.all(
        targets.map(async ([name, target]) => {
          const stages = nativeStages(await readTarget(plan, target), target.args, natives);
          return targets.length > 1 ? stages.map((stage) => `${name} ${stage}`) : stages;
        }),
      );
      return found.flat();
    },
    async bases(plan, definition, natives) {
      if (plan.kind === 'build') {
        const { buildArgs: args, target, platforms, buildContexts } = plan;
        const contexts = Object.keys(buildContexts);
        return reachedBases(await read(plan, ofBuild(plan)), { args, target, platforms, natives, contexts });
      }
      const found = await Promise.all(
        [...(definition?.targets.values() ?? [])].map(async (target) => {
          const { args, stage, contextNames: contexts = [] } = target;
          const platforms = plan.platforms.length > 0 ? plan.platforms : target.platforms.flatMap(readable);
          return reachedBases(await readTarget(plan, target), { args, target: stage, platforms, natives, contexts });
        }),
      );
      return found.flat();
    },
  };
}

/** The targets that a message may be about: the one that it names and its contexts, or all. */
function candidates(
  definition: BakeDefinition | undefined,
  target: string | undefined,
): readonly BakeTargetDefinition[] {
  const targets = definition?.targets ?? new Map<string, BakeTargetDefinition>();
  if (target === undefined || !targets.has(target)) {
    return [...targets.values()];
  }
  const found = new Set([target]);
  // a set that grows is visited to its end
  for (const name of found) {
    for (const linked of linkedBy(targets.get(name)?.contexts ?? [])) {
      found.add(linked);
    }
  }
  return [...found].flatMap((name) => targets.get(name) ?? []);
}

/** The targets whose Dockerfile has all these lines. */
async function quotedBy(
  plan: BuildPlan,
  targets: readonly BakeTargetDefinition[],
  quoted: readonly QuotedLine[],
): Promise<readonly BakeTargetDefinition[]> {
  const texts = await Promise.all(targets.map((target) => textOfTarget(plan, target)));
  return targets.filter((_, at) => {
    const lines = (texts[at] ?? '').split('\n').map(printable);
    return quoted.length > 0 && quoted.every(({ line, text }) => lines[line - 1] === printable(text));
  });
}

/** Messages lose indentation, control characters and invalid UTF-8. */
function printable(line: string): string {
  return line.replaceAll(/[^\x21-\x7e]+/g, '');
}

async function readTarget(plan: BuildPlan, target: BakeTargetDefinition) {
  return readDockerfile(await textOfTarget(plan, target));
}

/** Names such as `local` stand for a platform that only the builder knows. */
function readable(text: string): readonly Platform[] {
  const parsed = parsePlatform(text);
  return parsed.ok ? [parsed.value] : [];
}

async function textOfTarget(plan: BuildPlan, target: BakeTargetDefinition) {
  return target.inline ?? (await textOf(plan, ofTarget(plan, target)));
}

async function read(plan: BuildPlan, file: string) {
  return readDockerfile(await textOf(plan, file));
}

async function textOf(plan: BuildPlan, file: string) {
  return readFile(path.resolve(plan.directory, file), 'utf8').catch(() => '');
}

/** `--file` is relative to the working directory; its default is relative to the context. */
function ofBuild(plan: BuildPlan): string {
  return plan.dockerfile ?? relative(plan, plan.context, 'Dockerfile');
}

function ofTarget(plan: BuildPlan, { context, dockerfile }: BakeTargetDefinition): string {
  // `cwd://` is the working directory of bake
  return dockerfile.startsWith('cwd://')
    ? dockerfile.slice('cwd://'.length)
    : relative(plan, context.replace(/^cwd:\/\//, ''), dockerfile);
}

function relative(plan: BuildPlan, context: string, dockerfile: string): string {
  return path.relative(plan.directory, path.resolve(plan.directory, context, dockerfile)) || dockerfile;
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { parsePlatform, type Platform } from '../../domain/platform.ts';
import type { BakeDefinition, BakeTargetDefinition } from '../../domain/policy/bakeDefinition.ts';
import { readDockerfile } from '../../domain/sources/dockerfile.ts';
import { nativeStages } from '../../domain/sources/nativeStages.ts';
import { reachedBases, type ReachedBase } from '../../domain/sources/stages/reachedBases.ts';

export interface Dockerfiles {
  /**
   * Finds the file that BuildKit refers to: BuildKit reports only the last part of a Dockerfile's path. Resolves to a path relative to the
   * folder of the plan, or to that last part. The message is untrusted, so it cannot select another file. Undefined if there is no such
   * file, or several match.
   *
   * @param definition bake's result for its files, for a build with bake
   * @param target the bake target of the message, if it names one
   */
  locate(
    plan: BuildPlan,
    name: string,
    definition: BakeDefinition | undefined,
    target: string | undefined,
  ): string | undefined;
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
    locate(plan, name, definition, target) {
      const last = path.basename(name);
      if (plan.kind === 'build') {
        const file = ofBuild(plan);
        return path.basename(file) === last ? file : last;
      }
      const own = target === undefined ? undefined : definition?.targets.get(target);
      const named = (own ? [own] : [...(definition?.targets.values() ?? [])]).filter(
        ({ dockerfile }) => path.basename(dockerfile) === last,
      );
      const files = new Set(named.map((each) => (each.inline === undefined ? ofTarget(plan, each) : undefined)));
      const [file, ...others] = files;
      return files.size === 0 ? last : others.length > 0 ? undefined : file;
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

async function readTarget(plan: BuildPlan, target: BakeTargetDefinition) {
  return target.inline === undefined ? read(plan, ofTarget(plan, target)) : readDockerfile(target.inline);
}

/** Names such as `local` stand for a platform that only the builder knows. */
function readable(text: string): readonly Platform[] {
  const parsed = parsePlatform(text);
  return parsed.ok ? [parsed.value] : [];
}

async function read(plan: BuildPlan, file: string) {
  return readDockerfile(await readFile(path.resolve(plan.directory, file), 'utf8').catch(() => ''));
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

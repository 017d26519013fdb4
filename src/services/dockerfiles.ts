import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../domain/buildPlan.ts';
import { stagesOf } from '../domain/sources/dockerfile.ts';
import { bakePrint, type BakeTarget } from '../tools/buildx/bakePrint.ts';
import { defaultBakeFiles } from '../tools/buildx/secretBuild.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Environment } from './environment.ts';

export interface Dockerfiles {
  /**
   * Finds the file that BuildKit means: it names a Dockerfile by its last part only. Resolves to a path relative to the
   * folder of the plan, or to that last part where nothing better is known: a message may come from anybody, and names no other file.
   *
   * @param target the bake target that the message belongs to, where that is known
   */
  locate(plan: BuildPlan, name: string, target?: string): Promise<string>;
  /** The files that bake reads where a plan names none. */
  defaultBakeFiles(plan: BuildPlan): Promise<readonly string[]>;
  /**
   * The stages that a Dockerfile puts on the builder's own platform, as BuildKit names them, in lower case. Empty for a bake
   * build and for a Dockerfile that cannot be read.
   */
  nativeStages(plan: BuildPlan): Promise<readonly string[]>;
}

export function createDockerfiles(runner: Runner, environment: Environment): Dockerfiles {
  return {
    async locate(plan, name, target) {
      const candidates = plan.kind === 'build' ? [ofBuild(plan)] : await ofBake(plan, target).catch(() => []);
      const last = path.basename(name);
      return candidates.find((file) => path.basename(file) === last) ?? last;
    },
    async defaultBakeFiles({ directory, bakeFiles }) {
      const there = bakeFiles.length > 0 ? [] : await readdir(directory).catch(() => []);
      return defaultBakeFiles.filter((file) => there.includes(file));
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

  async function targets(plan: BuildPlan): Promise<ReadonlyMap<string, BakeTarget>> {
    return runner.run(bakePrint(await environment.docker(), plan), { directory: plan.directory });
  }

  async function ofBake(plan: BuildPlan, target: string | undefined): Promise<string[]> {
    const all = await targets(plan);
    const one = target === undefined ? undefined : all.get(target);
    return (one ? [one] : [...all.values()]).map(({ context, dockerfile }) => relative(plan, context, dockerfile));
  }
}

/** `--file` counts from the folder that the command runs in; its default from the context. */
function ofBuild(plan: BuildPlan): string {
  return plan.dockerfile ?? relative(plan, plan.context, 'Dockerfile');
}

function relative(plan: BuildPlan, context: string, dockerfile: string): string {
  return path.relative(plan.directory, path.resolve(plan.directory, context, dockerfile)) || dockerfile;
}

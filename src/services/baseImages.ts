import type { BuildPlan } from '../domain/build/plan.ts';
import type { IndexContent } from '../domain/image/indexEdit.ts';
import type { Platform } from '../domain/platform.ts';
import { baseProblems, type BaseProblem } from '../domain/sources/stages/baseProblems.ts';
import { bakeDefinition } from '../tools/buildx/bakeDefinition.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Dockerfiles } from './builds/dockerfiles.ts';
import { mapLimited } from './concurrency/mapLimited.ts';
import type { Environment } from './environment.ts';
import type { Images } from './images/images.ts';

export interface BaseImagesDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'docker'>;
  readonly dockerfiles: Pick<Dockerfiles, 'bases'>;
  /** Reads registries directly: a warning does not justify a process. */
  readonly images: Pick<Images, 'entries'>;
  /** Aborted after a time limit. */
  readonly limit?: () => AbortSignal;
}

/** Milliseconds; the build does not wait for it. */
const patience = 15_000;
/** Maximum number of images to read: registries limit reads. */
const mostImages = 20;
const atOnce = 4;

/**
 * Finds the images that a build uses for platforms that they lack. Skips what cannot be read. Never rejects.
 *
 * @param natives the native platforms of the builder's nodes; empty if unknown
 */
export type BaseImages = (
  plan: BuildPlan,
  natives: readonly Platform[],
  signal: AbortSignal,
) => Promise<readonly BaseProblem[]>;

export function createBaseImages({
  runner,
  environment,
  dockerfiles,
  images,
  limit = () => AbortSignal.timeout(patience),
}: BaseImagesDeps): BaseImages {
  async function define(plan: BuildPlan, signal: AbortSignal) {
    return plan.kind === 'build'
      ? undefined
      : runner.run(bakeDefinition(await environment.docker(), plan), { signal, directory: plan.directory });
  }

  return async (plan, natives, given) => {
    const signal = AbortSignal.any([given, limit()]);
    try {
      const bases = await dockerfiles.bases(plan, await define(plan, signal), natives);
      const names = [...new Set(bases.map(({ image }) => image))].slice(0, mostImages);
      const read = await mapLimited(names, atOnce, async (image): Promise<[string, IndexContent][]> => {
        try {
          return [[image, await images.entries(image, { signal })]];
        } catch {
          return [];
        }
      });
      return baseProblems(bases, new Map(read.flat()));
    } catch {
      return [];
    }
  };
}

import type { BuildPlan } from '../domain/build/plan.ts';
import { requestFor, type BuildSource } from '../domain/sources/buildSource.ts';
import type { BuildRequest } from '../domain/build/request.ts';
import { describedBy } from '../domain/sources/described.ts';
import { bakeDefinition } from '../tools/buildx/bakeDefinition.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Environment } from './environment.ts';
import { contextsAreThere } from './policy/atTop.ts';

export interface BakeSourcesDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'docker'>;
}

/** Milliseconds; bake takes a second on a slow machine. */
const patience = 15_000;

/** The request before any decision: nothing in it changes what the files define. */
const undecided = { platforms: [], tags: [], output: 'cache' } as const;

/**
 * Asks bake for the definition of a source, in the folder of its files, or in the workspace root if the paths are relative to it, as in
 * many files in `ci/`. If bake fails, the source is returned unchanged: the build fails the same way and reports why. Rejects only if the
 * signal is aborted.
 *
 * @param planOf the plan of a request; undefined if it is invalid
 */
export type BakeSources = (
  source: BuildSource,
  planOf: (request: BuildRequest) => BuildPlan | undefined,
  signal: AbortSignal,
) => Promise<BuildSource>;

export function createBakeSources({ runner, environment }: BakeSourcesDeps): BakeSources {
  return async (source, planOf, signal) => {
    if (source.kind === 'dockerfile') {
      return source;
    }
    const ask = async (from: typeof source) => {
      const plan = planOf(requestFor(from, undecided));
      if (!plan) {
        return undefined;
      }
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const options = { signal: limit, directory: plan.directory };
      const definition = await runner.run(bakeDefinition(await environment.docker(), plan), options);
      return {
        source: describedBy(from, definition),
        isThere: await contextsAreThere(plan.directory, definition),
      };
    };
    try {
      const there = await ask(source);
      const top =
        there?.isThere === false && source.directory !== '.' ? await ask({ ...source, directory: '.' }) : there;
      return (top?.isThere ? top : there)?.source ?? source;
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return source;
    }
  };
}

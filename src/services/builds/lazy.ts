import { loadOnce } from '../concurrency/loadOnce.ts';
import type { ComposedBuildsDeps } from './compose.ts';
import type { Builds } from './run.ts';

/** Builds that are loaded with the first of them: no activation needs them. */
export function createLazyBuilds(deps: ComposedBuildsDeps): Builds {
  const load = loadOnce(async () => (await import('./compose.ts')).composeBuilds(deps));
  return { run: async (...build) => (await load()).run(...build) };
}

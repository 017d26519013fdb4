import { loadOnce } from '../concurrency/loadOnce.ts';
import type { ComposedBuildsDeps } from './compose.ts';
import type { Builds } from './run.ts';

/** Loads the build service with the first build; activation does not need it. */
export function createLazyBuilds(deps: ComposedBuildsDeps): Builds {
  const load = loadOnce(async () => (await import('./compose.ts')).composeBuilds(deps));
  return { run: async (...build) => (await load()).run(...build) };
}

import { loadOnce } from '../concurrency/loadOnce.ts';
import type { BuildServices, ComposedBuildsDeps } from './compose.ts';

/** Loads the build service with the first build; activation does not need it. */
export function createLazyBuilds(deps: ComposedBuildsDeps): BuildServices {
  const load = loadOnce(async () => (await import('./compose.ts')).composeBuilds(deps));
  return {
    run: async (...build) => (await load()).run(...build),
    bases: async (...build) => (await load()).bases(...build),
  };
}

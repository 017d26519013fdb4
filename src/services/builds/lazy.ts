import { loadOnce } from '../concurrency/loadOnce.ts';
import type { BuildingDeps } from './compose.ts';
import type { Builds } from './run.ts';

/** Builds that are loaded with the first of them: no activation needs them. */
export function createLazyBuilds(deps: BuildingDeps): Builds {
  const load = loadOnce(async () => (await import('./compose.ts')).createBuilding(deps));
  return { run: async (...build) => (await load()).run(...build) };
}

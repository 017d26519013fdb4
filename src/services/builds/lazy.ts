import type { BuildingDeps } from './compose.ts';
import type { Builds } from './run.ts';

/** Builds that are loaded with the first of them: no activation needs them. */
export function createLazyBuilds(deps: BuildingDeps): Builds {
  let loading: Promise<Builds> | undefined;
  const load = () =>
    (loading ??= import('./compose.ts').then(
      ({ createBuilding }) => createBuilding(deps),
      (error: unknown) => {
        // what could not be loaded once may be the next time
        loading = undefined;
        throw error;
      },
    ));
  return { run: async (...build) => (await load()).run(...build) };
}

import type { BuildingDeps } from './building.ts';
import type { Builds } from './builds.ts';

/** Builds that are loaded with the first of them: no activation needs them. */
export function createLazyBuilds(deps: BuildingDeps): Builds {
  let loading: Promise<Builds> | undefined;
  const load = () =>
    (loading ??= import('./building.ts').then(
      ({ createBuilding }) => createBuilding(deps),
      (error: unknown) => {
        // what could not be loaded once may be the next time
        loading = undefined;
        throw error;
      },
    ));
  return { run: async (...build) => (await load()).run(...build) };
}

import { bakeScenarios } from './bakeScenarios.ts';
import { buildFailures } from './buildFailures.ts';
import { buildScenarios } from './buildScenarios.ts';
import { engineScenarios } from './engineScenarios.ts';
import { imagetoolsScenarios } from './imagetoolsScenarios.ts';
import { localImageScenarios } from './localImageScenarios.ts';
import { progressScenarios } from './progressScenarios.ts';
import type { Scenario } from './scenario.ts';

/** All recordings in order: later ones use what earlier ones pushed. */
export const scenarios: readonly Scenario[] = [
  ...engineScenarios,
  ...buildScenarios,
  ...imagetoolsScenarios,
  ...bakeScenarios,
  ...buildFailures,
  ...progressScenarios,
  ...localImageScenarios,
];

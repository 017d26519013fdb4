import type { BuilderRequest } from '../../../domain/builder/plan.ts';
import { runSteps, type Beginning } from '../../shared/picks/runSteps.ts';
import type { WizardUi } from '../../shared/picks/ui.ts';
import type { SetUpQuestions } from './deps.ts';
import { nothingYet, requestOf, type SetUpState, type SetUpStepId } from './state.ts';
import { addressStep } from './steps/addressStep.ts';
import { certificatesStep } from './steps/certificatesStep.ts';
import { driverStep } from './steps/driverStep.ts';
import { engineStep } from './steps/engineStep.ts';
import { moreStep } from './steps/moreStep.ts';
import { namespaceStep } from './steps/namespaceStep.ts';
import { nameStep } from './steps/nameStep.ts';
import { planStep } from './steps/planStep.ts';
import { platformsStep } from './steps/platformsStep.ts';
import { registriesStep, withRegistry } from './steps/registriesStep.ts';

/** Known answers: a registry for which a build failed. */
export interface SetUpStart {
  readonly registry?: string;
  /** It uses plain HTTP; otherwise its certificate authority is unknown. */
  readonly http?: boolean;
}

/** The wizard “Set Up a Builder…”, independent of its user interface; undefined if canceled. */
export async function askSetUp(
  questions: SetUpQuestions,
  ui: WizardUi,
  start: SetUpStart = {},
): Promise<{ readonly request: BuilderRequest; readonly use: boolean } | undefined> {
  const contexts = await questions.contexts();
  const steps = [
    driverStep(questions),
    nameStep(questions),
    engineStep(contexts),
    namespaceStep(questions),
    addressStep(),
    certificatesStep(questions),
    platformsStep(),
    registriesStep(questions),
    moreStep(),
    planStep(questions),
  ];
  const state = await runSteps(steps, begin(start), ui);
  return state && { request: requestOf(state), use: state.use };
}

function begin({ registry, http }: SetUpStart): Beginning<SetUpState, SetUpStepId> {
  if (registry === undefined) {
    return { state: nothingYet, answered: [] };
  }
  return http
    ? { state: withRegistry(nothingYet, { host: registry, http: true }), answered: ['registries'] }
    : { state: { ...nothingYet, untrusted: registry }, answered: [] };
}

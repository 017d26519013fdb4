import type { WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { FoundSource } from '../../workspaceSources.ts';
import type { WizardContext } from './context.ts';
import { runSteps, type Beginning } from '../../shared/picks/runSteps.ts';
import { chosen, requestOf, type StepId, type WizardState } from './state.ts';
import { builderStep } from './steps/builderStep.ts';
import { contextStep } from './steps/contextStep.ts';
import { imageStep } from './steps/imageStep.ts';
import { inputsStep } from './steps/inputsStep.ts';
import { outputStep } from './steps/outputStep.ts';
import { planStep } from './steps/planStep.ts';
import { platformsStep } from './steps/platformsStep.ts';
import { sourceStep } from './steps/sourceStep.ts';
import { stageStep } from './steps/stageStep.ts';
import type { WizardUi } from '../../shared/picks/ui.ts';

export interface AskBuildOptions {
  /** Restricts the sources. */
  readonly among?: readonly FoundSource[];
  /** The image will be pushed, so it needs a name. */
  readonly mustPush?: boolean;
}

/**
 * The wizard, independent of its user interface.
 *
 * @returns what to build; undefined if canceled or saved as a task
 */
export async function askBuild(
  context: WizardContext,
  ui: WizardUi,
  beginning: Beginning<WizardState, StepId>,
  { among, mustPush = false }: AskBuildOptions = {},
): Promise<{ readonly request: BuildRequest; readonly folder: WorkspaceFolder } | undefined> {
  const steps = [
    sourceStep(context, among),
    contextStep(),
    stageStep(),
    inputsStep(context),
    platformsStep(context),
    imageStep(context, mustPush),
    outputStep(context),
    planStep(context),
    builderStep(context),
  ];
  const state = await runSteps(steps, beginning, ui);
  return state === undefined || state.saved ? undefined : { request: requestOf(state), folder: chosen(state).folder };
}

import type { WizardContext } from '../context.ts';
import { chosen, type WizardState } from '../state.ts';
import type { StepUi } from '../../../shared/picks/ui.ts';

/** Creates a builder and uses it for this build; returns the unchanged state if that fails. */
export async function withNewBuilder(state: WizardState, ui: StepUi, context: WizardContext): Promise<WizardState> {
  const { folder } = chosen(state);
  ui.hide();
  const builder = await context.deps.createBuilder(folder);
  if (builder === undefined) {
    return state;
  }
  context.forgetBuilders();
  await context.askBuilder(folder, builder);
  return { ...state, builder };
}

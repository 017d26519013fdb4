import type { WizardContext } from '../context.ts';
import { actionOf, stepOf } from '../rows/planLinks.ts';
import { planRows } from '../rows/planRows.ts';
import { chosen, isFixed, requestOf, type StepId, type WizardState, type WizardStep } from '../state.ts';
import type { BaseProblem } from '../../../../domain/sources/stages/baseProblems.ts';
import type { StepUi } from '../../../shared/picks/ui.ts';
import { withNewBuilder } from './newBuilder.ts';
import { l10n } from '../../../shared/l10n.ts';

type PlanAnswer = 'run' | 'save' | 'pin' | 'create' | { readonly goTo: StepId };

/** The whole plan with its command: run, change or save it. */
export function planStep(context: WizardContext): WizardStep {
  const { deps } = context;
  return {
    id: 'plan',
    applies: () => true,
    undoes: true,
    async ask(state, ui) {
      const { folder } = chosen(state);
      const request = requestOf(state);
      const preview = deps.commandFor(request, folder);
      let copied = false;
      let bases: readonly BaseProblem[] = [];
      for (;;) {
        const answer = await ui.pick<PlanAnswer>({
          placeholder: l10n.t('Run the build, or select a line to change it'),
          rows: () => {
            const builder = context.builder(folder, state.builder);
            return planRows({ state, builder, bases, inputs: context.inputs(state), preview, copied });
          },
          load: async (refresh) => {
            await context.askBuilder(folder, state.builder);
            refresh();
            bases = await context.baseProblems(request, folder);
          },
          accept: ({ row }) => {
            const goTo = row && stepOf(row);
            if (goTo && !isFixed(state, goTo)) {
              return { answer: { goTo } };
            }
            const action = row && actionOf(row);
            if (action === 'copy' && 'command' in preview) {
              copied = true;
              void deps.copyCommand(preview.command);
            }
            return action === undefined || action === 'copy' ? {} : { answer: action };
          },
        });
        if (typeof answer === 'object') {
          return { state, goTo: answer.goTo };
        }
        if (answer === 'run') {
          return { state, finished: true };
        }
        if (answer === 'create') {
          return { state: await withNewBuilder(state, ui, context), goTo: 'plan' };
        }
        if (answer === 'pin') {
          await pin(state, ui, context);
          return { state, goTo: 'plan' };
        }
        ui.hide();
        if (await deps.saveTask(request, folder)) {
          return { state: { ...state, saved: true }, finished: true };
        }
      }
    },
  };
}

async function pin(state: WizardState, ui: StepUi, context: WizardContext): Promise<void> {
  const builder = context.builder(chosen(state).folder, state.builder);
  ui.hide();
  if (builder && (await context.deps.pinPlatforms(builder.name))) {
    context.forgetBuilders();
  }
}

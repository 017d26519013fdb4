import { l10n } from 'vscode';
import type { WizardContext } from '../context.ts';
import { copies, planActions, planRows, stepOf } from '../rows/planRows.ts';
import { chosen, requestOf, type StepId, type WizardStep } from '../state.ts';

type PlanAnswer = 'run' | 'save' | { readonly goTo: StepId };

/** The whole plan with its command: to run, to change, to keep. */
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
      for (;;) {
        const answer = await ui.pick<PlanAnswer>({
          placeholder: l10n.t('Run the build, or choose a line to change it'),
          rows: () => planRows({ state, builder: context.builder(folder, state.builder), preview, copied }),
          load: () => context.askBuilder(folder, state.builder),
          accept: ({ row }) => {
            const goTo = row && stepOf(row);
            if (goTo) {
              return { answer: { goTo } };
            }
            if (row && copies(row) && 'command' in preview) {
              copied = true;
              void deps.copyCommand(preview.command);
            }
            return row?.id === planActions.run || row?.id === planActions.save ? { answer: row.id } : {};
          },
        });
        if (typeof answer === 'object') {
          return { state, goTo: answer.goTo };
        }
        if (answer === 'run') {
          return { state, finished: true };
        }
        ui.hide();
        if (await deps.saveTask(request, folder)) {
          return { state: { ...state, saved: true }, finished: true };
        }
      }
    },
  };
}

import type { SetUpQuestions } from '../deps.ts';
import { actionOf, planRows, previewOf, stepOf, type PlanAction } from '../rows/planRows.ts';
import type { SetUpState, SetUpStep, SetUpStepId } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

type Answer = { readonly goTo: SetUpStepId } | { readonly state: SetUpState };

/** The whole plan with its commands: run, change or copy it. */
export function planStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'plan',
    applies: () => true,
    undoes: true,
    async ask(state, ui) {
      const [taken, contexts] = await Promise.all([questions.taken(), questions.contexts()]);
      const preview = previewOf(state, taken);
      let copied: PlanAction | undefined;
      let now = state;
      const answer = await ui.pick<Answer>({
        placeholder: l10n.t('Create the builder, or select a line to change it'),
        rows: () => planRows(now, preview, copied, contexts.length > 1),
        accept: ({ row }) => {
          const step = row && stepOf(row);
          if (step) {
            return { answer: { goTo: step } };
          }
          const action = row && actionOf(row);
          if (action === 'create') {
            return { answer: { state: now } };
          }
          if (action === 'use') {
            now = { ...now, use: !now.use };
          } else if (action && 'commands' in preview) {
            copied = action;
            void questions.copy(action === 'copy' ? preview.commands.join('\n') : (preview.config ?? ''));
          }
          return {};
        },
      });
      return 'goTo' in answer ? { state: now, goTo: answer.goTo } : { state: answer.state, finished: true };
    },
  };
}

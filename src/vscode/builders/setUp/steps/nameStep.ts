import { checkBuilderName, freeBuilderName } from '../../../../domain/builder/plan.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import { askText } from '../prompts/askText.ts';
import type { SetUpQuestions } from '../deps.ts';
import type { SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Asks for the name of the builder. */
export function nameStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'name',
    applies: () => true,
    async ask(state, ui) {
      const taken = await questions.taken();
      const name = state.name === '' ? freeBuilderName(taken) : state.name;
      const answer = await askText(ui, {
        placeholder: l10n.t('Builder name'),
        suggestions: () => [{ id: name, label: name, alwaysShow: true }],
        problem: (typed) => {
          const problem = checkBuilderName(typed, taken);
          return problem && builderProblemText(problem);
        },
      });
      return { state: { ...state, name: 'text' in answer ? answer.text.toLowerCase() : name } };
    },
  };
}

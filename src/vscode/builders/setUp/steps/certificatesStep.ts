import { askCertificates } from '../prompts/askCertificates.ts';
import type { SetUpQuestions } from '../deps.ts';
import type { SetUpStep } from '../state.ts';

/** Asks for the certificates of a BuildKit on the network. */
export function certificatesStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'certificates',
    applies: ({ driver, endpoint }) => driver === 'remote' && endpoint?.startsWith('tcp:') === true,
    async ask(state, ui) {
      const options = await askCertificates(ui, questions, state.endpoint ?? '', state.options);
      return { state: { ...state, options } };
    },
  };
}

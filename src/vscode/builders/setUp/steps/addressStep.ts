import { planNode } from '../../../../domain/builder/plan.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import { askText } from '../prompts/askText.ts';
import type { SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Asks for the address of a running BuildKit, or for the cloud builder. */
export function addressStep(): SetUpStep {
  return {
    id: 'address',
    applies: ({ driver }) => driver === 'remote' || driver === 'cloud',
    async ask(state, ui) {
      const { driver, endpoint: former } = state;
      const answer = await askText(ui, {
        placeholder:
          driver === 'cloud'
            ? l10n.t('Cloud builder, as ORGANIZATION/NAME')
            : l10n.t('BuildKit address, such as tcp://buildkit.example.com:1234'),
        suggestions: () => (former === undefined ? [] : [{ id: former, label: former, alwaysShow: true }]),
        problem: (endpoint) => endpointProblem(endpoint, driver),
      });
      const endpoint = 'text' in answer ? answer.text : former;
      return endpoint === former ? { state } : { state: { ...state, endpoint }, reopen: ['certificates'] };
    },
  };
}

/** What is wrong with an address for a driver. */
export function endpointProblem(endpoint: string, driver: string): string | undefined {
  const plan = planNode({ endpoint }, driver);
  const [problem] = plan.ok ? [] : plan.problem;
  return problem && builderProblemText(problem);
}

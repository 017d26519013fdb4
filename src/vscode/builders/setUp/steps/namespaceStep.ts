import { planNode } from '../../../../domain/builder/plan.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import { askText } from '../prompts/askText.ts';
import type { SetUpQuestions } from '../deps.ts';
import type { SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Asks for the namespace. The cluster is kubectl's current one: buildx supports no other. */
export function namespaceStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'namespace',
    applies: ({ driver }) => driver === 'kubernetes',
    async ask(state, ui) {
      const cluster = await questions.cluster();
      const usual = cluster?.namespace ?? 'default';
      const former = state.options.namespace;
      const names = [...new Set([...(former === undefined ? [] : [former]), usual])];
      const answer = await askText(ui, {
        placeholder:
          cluster === undefined
            ? l10n.t('Namespace for BuildKit (no current context was found in the kubeconfig)')
            : l10n.t('Namespace for BuildKit on {0}, kubectl’s current cluster', cluster.name),
        suggestions: () => names.map((id) => ({ id, label: id, icon: 'symbol-namespace', alwaysShow: true })),
        problem: (namespace) => {
          const plan = planNode({ options: { namespace } }, 'kubernetes');
          const [problem] = plan.ok ? [] : plan.problem;
          return problem && builderProblemText(problem);
        },
      });
      const namespace = 'text' in answer ? answer.text : usual;
      return { state: { ...state, options: { ...state.options, namespace } } };
    },
  };
}

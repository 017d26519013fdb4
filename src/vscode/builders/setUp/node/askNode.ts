import type { Builder } from '../../../../domain/builder/builder.ts';
import type { NodeRequest } from '../../../../domain/builder/plan.ts';
import { runSteps } from '../../../shared/picks/runSteps.ts';
import type { WizardUi } from '../../../shared/picks/ui.ts';
import type { SetUpQuestions } from '../deps.ts';
import { askCertificates } from '../prompts/askCertificates.ts';
import { withoutOption } from '../state.ts';
import { endpointStep } from './endpointStep.ts';
import { nodePlanStep } from './planStep.ts';
import { platformsStep } from './platformsStep.ts';
import { nodeRequestOf, unpinned, type NodeState, type NodeStep, type NodeStepId } from './state.ts';

/** The wizard “Add a Native Node…”, independent of its user interface; undefined if canceled. */
export async function askNode(
  builder: Builder,
  questions: SetUpQuestions,
  ui: WizardUi,
): Promise<{ readonly node: NodeRequest; readonly pinOthers: boolean } | undefined> {
  const steps = [
    endpointStep(questions),
    certificatesStep(questions),
    platformsStep(questions),
    nodePlanStep(questions),
  ];
  // the options of the cluster's other nodes also apply to the new one
  const given = builder.driver === 'kubernetes' ? (builder.nodes[0]?.options ?? {}) : {};
  const options = withoutOption(given, 'nodeselector');
  const beginning = {
    state: { builder, options, platforms: [], pinOthers: unpinned(builder).length > 0 },
    answered: [],
  };
  const state = await runSteps<NodeState, NodeStepId>(steps, beginning, ui);
  return state && { node: nodeRequestOf(state), pinOthers: state.pinOthers };
}

function certificatesStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'certificates',
    applies: ({ builder, endpoint }) => builder.driver === 'remote' && endpoint?.startsWith('tcp:') === true,
    async ask(state, ui) {
      const options = await askCertificates(ui, questions, state.endpoint ?? '', state.options);
      return { state: { ...state, options } };
    },
  };
}

import { planNode } from '../../../../domain/builder/plan.ts';
import { appendNode } from '../../../../tools/buildx/builders/create.ts';
import { commandLine } from '../../../../tools/process/quote.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { nodeRequestOf, unpinned, type NodeState, type NodeStep, type NodeStepId } from './state.ts';
import type { SetUpQuestions } from '../deps.ts';
import { l10n } from '../../../shared/l10n.ts';

type Answer = { readonly goTo: NodeStepId } | { readonly state: NodeState };

const steps: readonly NodeStepId[] = ['endpoint', 'certificates', 'platforms'];

/** The node with its command: add, change or copy it. */
export function nodePlanStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'plan',
    applies: () => true,
    undoes: true,
    async ask(state, ui) {
      let now = state;
      let copied = false;
      const plan = planNode(nodeRequestOf(state), state.builder.driver);
      const command = plan.ok ? appendNode('docker', state.builder.name, plan.value, { bootstrap: true }) : undefined;
      const line = command && commandLine([command.file, ...command.args]);
      const answer = await ui.pick<Answer>({
        placeholder: l10n.t('Add the node, or select a line to change it'),
        rows: () => [
          ...(line === undefined
            ? problemRows(plan.ok ? [] : plan.problem.map(builderProblemText))
            : [{ id: 'add', icon: 'play', label: l10n.t('Add and Start'), detail: line }]),
          ...pinRows(now),
          { id: 'parts', label: l10n.t('Plan'), heading: true },
          ...partRows(now),
          ...(line === undefined
            ? []
            : [
                {
                  id: 'copy',
                  icon: 'copy',
                  label: l10n.t('Copy Command'),
                  ...(copied && { description: l10n.t('copied') }),
                },
              ]),
        ],
        accept: ({ row }) => {
          const step = steps.find((id) => id === row?.id);
          if (step) {
            return { answer: { goTo: step } };
          }
          if (row?.id === 'add') {
            return { answer: { state: now } };
          }
          if (row?.id === 'pinOthers') {
            now = { ...now, pinOthers: !now.pinOthers };
          } else if (row?.id === 'copy' && line !== undefined) {
            copied = true;
            void questions.copy(line);
          }
          return {};
        },
      });
      return 'goTo' in answer ? { state: now, goTo: answer.goTo } : { state: answer.state, finished: true };
    },
  };
}

function problemRows(problems: readonly string[]): readonly Row[] {
  return problems.map((label, at) => ({ id: `problem${at}`, icon: 'error', label, message: true }));
}

function pinRows({ builder, pinOthers }: NodeState): readonly Row[] {
  const others = unpinned(builder);
  if (others.length === 0) {
    return [];
  }
  return [
    {
      id: 'pinOthers',
      icon: pinOthers ? 'check' : 'circle-large-outline',
      label: l10n.t('Pin the other nodes to their own platforms'),
      description: pinOthers ? l10n.t('yes') : l10n.t('no'),
      detail: [
        others.map(({ node, platform }) => `${node.name}: ${platform}`).join(', '),
        l10n.t('Otherwise, Buildx may use emulation there for what the new node runs natively.'),
      ].join('. '),
    },
  ];
}

function partRows({ builder, endpoint, options, platforms }: NodeState): readonly Row[] {
  return [
    ...(builder.driver === 'kubernetes'
      ? []
      : [{ id: 'endpoint', icon: 'globe', label: l10n.t('Machine'), description: endpoint ?? '' }]),
    ...(builder.driver === 'remote' && endpoint?.startsWith('tcp:')
      ? [
          {
            id: 'certificates',
            icon: 'lock',
            label: l10n.t('Certificates'),
            description: options.cacert ?? l10n.t('none'),
          },
        ]
      : []),
    { id: 'platforms', icon: 'pin', label: l10n.t('Platforms'), description: platforms.join(', ') },
  ];
}

import { planNode, type Driver } from '../../../../domain/builder/plan.ts';
import { builderProblemText, optionLabel } from '../../texts/setUp.ts';
import { Left, type Row, type StepUi } from '../../../shared/picks/ui.ts';
import { askPlatforms, linuxPlatforms } from '../../platforms/askPlatforms.ts';
import { askText } from '../prompts/askText.ts';
import { withoutOption, type SetUpState, type SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/** The commonly used options of a driver; those with `switch` are on or off. */
const choices: Readonly<Record<Driver, readonly { readonly id: string; readonly switch?: boolean }[]>> = {
  'docker-container': [{ id: 'image' }, { id: 'memory' }, { id: 'cpuset-cpus' }],
  kubernetes: [
    { id: 'image' },
    { id: 'requests.cpu' },
    { id: 'requests.memory' },
    { id: 'limits.cpu' },
    { id: 'limits.memory' },
    { id: 'qemu.install', switch: true },
    { id: 'rootless', switch: true },
  ],
  remote: [],
  cloud: [],
};

export function hasMore({ driver }: SetUpState): boolean {
  return choices[driver].length > 0;
}

/** Rarely used options, available from the plan only. */
export function moreStep(): SetUpStep {
  return {
    id: 'more',
    applies: () => false,
    async ask(state, ui) {
      let now = state;
      for (;;) {
        const option = await askOption(now, ui);
        if (option === undefined) {
          return { state: now, goTo: 'plan' };
        }
        try {
          now = await change(now, option, ui);
        } catch (error) {
          if (!(error instanceof Left && error.how === 'back')) {
            throw error;
          }
        }
      }
    },
  };
}

function askOption(state: SetUpState, ui: StepUi): Promise<string | undefined> {
  const { driver, options, platforms } = state;
  const usual = l10n.t('Buildx default');
  return ui.pick<string | undefined>({
    placeholder: l10n.t('More options'),
    rows: (): readonly Row[] => [
      { id: 'done', icon: 'arrow-right', label: l10n.t('Back to Plan') },
      ...choices[driver].map(({ id }) => ({
        id: `option:${id}`,
        icon: 'settings-gear',
        label: optionLabel(id),
        description: options[id] ?? usual,
      })),
      ...(driver === 'docker-container'
        ? [
            {
              id: 'platforms',
              icon: 'pin',
              label: l10n.t('Pinned platforms'),
              description: platforms.length > 0 ? platforms.join(', ') : l10n.t('none; not needed for a single node'),
            },
          ]
        : []),
    ],
    accept: ({ row }) => (row ? { answer: row.id === 'done' ? undefined : row.id } : {}),
  });
}

async function change(state: SetUpState, id: string, ui: StepUi): Promise<SetUpState> {
  if (id === 'platforms') {
    if (state.platforms.length > 0) {
      return { ...state, platforms: [] };
    }
    const platforms = await askPlatforms(ui, {
      placeholder: l10n.t('Select the platforms to pin to this node; builds for them are sent here'),
      ticked: [],
      first: linuxPlatforms,
    });
    return { ...state, platforms };
  }
  const option = id.slice('option:'.length);
  const former = state.options[option];
  const without = withoutOption(state.options, option);
  if (choices[state.driver].some((choice) => choice.id === option && choice.switch)) {
    return { ...state, options: former === 'true' ? without : { ...state.options, [option]: 'true' } };
  }
  const answer = await askText(ui, {
    placeholder: optionLabel(option),
    suggestions: () => (former === undefined ? [] : [{ id: former, label: former, alwaysShow: true }]),
    actions: [{ id: 'usual', icon: 'discard', label: l10n.t('Let Buildx Decide') }],
    problem: (value) => {
      const plan = planNode({ options: { [option]: value } }, state.driver);
      const [problem] = plan.ok ? [] : plan.problem.filter(({ code }) => code === 'optionInvalid');
      return problem && builderProblemText(problem);
    },
  });
  return { ...state, options: 'text' in answer ? { ...state.options, [option]: answer.text } : without };
}

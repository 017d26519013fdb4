import { isLoopbackHost, isRegistryHost, type RegistryConfig } from '../../../../domain/configFiles/buildkitConfig.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import { Left, type Row, type StepUi } from '../../../shared/picks/ui.ts';
import { askFile } from '../prompts/askFile.ts';
import { askText } from '../prompts/askText.ts';
import type { SetUpQuestions } from '../deps.ts';
import { takesRegistries, type SetUpState, type SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

type Choice = 'done' | 'local' | 'http' | 'ca' | { readonly remove: string };

/** Asks for registries that BuildKit would not reach or trust by default. */
export function registriesStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'registries',
    applies: takesRegistries,
    async ask(state, ui) {
      let now = state;
      if (now.untrusted !== undefined) {
        now = await withAuthority({ ...now, untrusted: undefined }, ui, questions, now.untrusted);
      }
      for (;;) {
        const choice = await askChoice(now, ui);
        if (choice === 'done') {
          return { state: now };
        }
        now = await follow(choice, now, ui, questions);
      }
    },
  };
}

function askChoice(state: SetUpState, ui: StepUi): Promise<Choice> {
  const { driver, hostNetwork, registries } = state;
  const container = driver === 'docker-container';
  return ui.pick<Choice>({
    placeholder: l10n.t('Does a registry need special access?'),
    active: 'done',
    rows: () => [
      {
        id: 'done',
        icon: 'arrow-right',
        label: registries.length > 0 || hostNetwork ? l10n.t('Continue') : l10n.t('No, standard HTTPS'),
      },
      ...registries.map(registryRow),
      ...(container
        ? [
            {
              id: 'local',
              icon: hostNetwork ? 'check' : 'vm',
              label: l10n.t('A registry on this machine (localhost)'),
              description: hostNetwork ? l10n.t('yes: the builder uses the network of its machine') : '',
            },
          ]
        : []),
      { id: 'http', icon: 'unlock', label: l10n.t('A registry without HTTPS…') },
      { id: 'ca', icon: 'lock', label: l10n.t('A registry with its own certificate authority…') },
    ],
    accept: ({ row }) => {
      if (!row) {
        return {};
      }
      switch (row.id) {
        case 'done':
        case 'local':
        case 'http':
        case 'ca':
          return { answer: row.id };
        default:
          return { answer: { remove: row.label } };
      }
    },
  });
}

function registryRow({ host, http, ca }: RegistryConfig): Row {
  return {
    id: `registry:${host}`,
    icon: 'trash',
    label: host,
    description: [
      ...(http ? [l10n.t('without HTTPS')] : []),
      ...(ca === undefined ? [] : [l10n.t('CA: {0}', ca)]),
      l10n.t('select to remove'),
    ].join(' · '),
  };
}

async function follow(
  choice: Exclude<Choice, 'done'>,
  state: SetUpState,
  ui: StepUi,
  questions: SetUpQuestions,
): Promise<SetUpState> {
  if (typeof choice === 'object') {
    return { ...state, registries: state.registries.filter(({ host }) => host !== choice.remove) };
  }
  if (choice === 'local') {
    return { ...state, hostNetwork: !state.hostNetwork };
  }
  return unlessBack(state, async () => {
    const host = await askHost(state, ui);
    return choice === 'http' ? withRegistry(state, { host, http: true }) : withAuthority(state, ui, questions, host);
  });
}

async function askHost({ registries }: SetUpState, ui: StepUi): Promise<string> {
  const answer = await askText(ui, {
    placeholder: l10n.t('Registry host and port, such as registry.example.com:5000'),
    problem: (value) =>
      !isRegistryHost(value)
        ? builderProblemText({ code: 'registryInvalid', value })
        : registries.some(({ host }) => host === value)
          ? builderProblemText({ code: 'registryTwice', value })
          : undefined,
  });
  return 'text' in answer ? answer.text : '';
}

function withAuthority(state: SetUpState, ui: StepUi, questions: SetUpQuestions, host: string): Promise<SetUpState> {
  return unlessBack(state, async () => {
    const title = l10n.t('CA certificate of {0} (PEM)', host);
    return withRegistry(state, { host, ca: await askFile(ui, questions, { title, kind: 'certificate' }) });
  });
}

/** In its own container, localhost is the container itself (docker/buildx#94). */
export function withRegistry(state: SetUpState, registry: RegistryConfig): SetUpState {
  const { driver, hostNetwork, registries } = state;
  return {
    ...state,
    registries: [...registries.filter(({ host }) => host !== registry.host), registry],
    hostNetwork: hostNetwork || (driver === 'docker-container' && isLoopbackHost(registry.host)),
  };
}

async function unlessBack(state: SetUpState, work: () => Promise<SetUpState>): Promise<SetUpState> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Left && error.how === 'back') {
      return state;
    }
    throw error;
  }
}

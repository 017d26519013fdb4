import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import type { NodeRequest } from '../../../domain/builder/plan.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import { runSteps, type Step } from '../../wizard/runSteps.ts';
import type { Row, WizardUi } from '../../wizard/ui.ts';
import { askCertificates } from './asking/askCertificates.ts';
import { askPlatforms, linuxPlatforms } from './asking/askPlatforms.ts';
import { askText } from './asking/askText.ts';
import type { SetUpQuestions } from './deps.ts';
import { ownPlatform } from './ownPlatform.ts';
import { kubernetesNode, withoutOption } from './state.ts';
import { nodePlanStep } from './steps/nodePlanStep.ts';
import { endpointProblem } from './steps/addressStep.ts';
import { l10n } from '../../shared/l10n.ts';

export type NodeStepId = 'endpoint' | 'certificates' | 'platforms' | 'plan';

/** What has been answered so far. */
export interface NodeState {
  readonly builder: Builder;
  readonly endpoint?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  /** Whether nodes without pinned platforms get theirs pinned, so that builds for them are sent there. */
  readonly pinOthers: boolean;
}

export type NodeStep = Step<NodeState, NodeStepId>;

/** The nodes that nothing is pinned to, and whose own platform is known, with that. */
export function unpinned(builder: Builder): readonly { readonly node: BuilderNode; readonly platform: string }[] {
  return builder.nodes.flatMap((node) => {
    const platform = ownPlatform(node);
    return platform !== undefined && !node.platforms.some(({ pinned }) => pinned) ? [{ node, platform }] : [];
  });
}

export function nodeRequestOf({ builder, endpoint, options, platforms }: NodeState): NodeRequest {
  return builder.driver === 'kubernetes'
    ? { ...kubernetesNode(platforms[0] ?? '', options), platforms }
    : { ...(endpoint !== undefined && { endpoint }), platforms, options };
}

/** The wizard «Add a native node…», whatever shows it; nothing when it was given up. */
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
  // what the cluster's other nodes were given holds for the new one
  const given = builder.driver === 'kubernetes' ? (builder.nodes[0]?.options ?? {}) : {};
  const options = withoutOption(given, 'nodeselector');
  const beginning = {
    state: { builder, options, platforms: [], pinOthers: unpinned(builder).length > 0 },
    answered: [],
  };
  const state = await runSteps<NodeState, NodeStepId>(steps, beginning, ui);
  return state && { node: nodeRequestOf(state), pinOthers: state.pinOthers };
}

/** Where the node runs. */
function endpointStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'endpoint',
    applies: ({ builder }) => builder.driver !== 'kubernetes',
    async ask(state, ui) {
      const { driver, nodes } = state.builder;
      const rows: Row[] = state.endpoint === undefined ? [] : [{ id: state.endpoint, label: state.endpoint }];
      const taken = new Set(nodes.map(({ endpoint }) => endpoint));
      const answer = await askText(ui, {
        placeholder:
          driver === 'remote'
            ? l10n.t('Address of BuildKit, such as tcp://buildkit.example.com:1234')
            : l10n.t('A machine with Docker: choose one, or type ssh://user@host or tcp://host:2376'),
        suggestions: () => rows,
        problem: (typed) =>
          taken.has(addressOf(typed, driver))
            ? l10n.t('this builder has a node there already')
            : endpointProblem(addressOf(typed, driver), driver),
        ...(driver === 'docker-container' && {
          load: async (refresh) => {
            const [hosts, contexts] = await Promise.all([questions.sshHosts(), questions.contexts()]);
            for (const host of hosts) {
              rows.push(nodeRow(`ssh://${host}`, host, 'remote', l10n.t('from your SSH configuration')));
            }
            for (const name of contexts.filter((each) => each !== 'default')) {
              rows.push(nodeRow(name, name, 'server', l10n.t('Docker context')));
            }
            const known = rows.filter(({ id }, at) => rows.findIndex((row) => row.id === id) === at && !taken.has(id));
            rows.splice(0, rows.length, ...known);
            refresh();
          },
        }),
      });
      const endpoint = 'text' in answer ? addressOf(answer.text, driver) : state.endpoint;
      return endpoint === state.endpoint
        ? { state }
        : { state: { ...state, endpoint, platforms: [] }, reopen: ['certificates', 'platforms'] };
    },
  };
}

function nodeRow(id: string, label: string, icon: string, description: string): Row {
  return { id, label, icon, description, alwaysShow: true };
}

/** `user@host` is what one types for ssh. */
function addressOf(typed: string, driver: string): string {
  return driver === 'docker-container' && /^[\w.-]+@[\w.-]+$/.test(typed) ? `ssh://${typed}` : typed;
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

/** How long the pick waits for the engine to say what it is; it says it later, too, but then ticks nothing. */
const politeness = 1500;

function platformsStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'platforms',
    applies: () => true,
    async ask(state, ui) {
      const { builder, endpoint } = state;
      let native: string | undefined;
      const asking = builder.driver === 'docker-container' && endpoint !== undefined;
      const asked = (asking ? questions.enginePlatform(endpoint) : Promise.resolve(undefined)).then((platform) => {
        native = platform;
      });
      if (state.platforms.length === 0 && asking) {
        await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, politeness))]);
      }
      const platforms = await askPlatforms(ui, {
        placeholder: l10n.t('Tick what this machine runs by itself; builds for it are sent there'),
        ticked: state.platforms.length > 0 ? state.platforms : native === undefined ? [] : [native],
        first: linuxPlatforms,
        describe: (platform) => descriptionOf(platform, native, builder),
        load: () => asked,
      });
      return { state: { ...state, platforms } };
    },
  };
}

function descriptionOf(platform: string, native: string | undefined, builder: Builder): string | undefined {
  if (platform === native) {
    return l10n.t('what the engine there is');
  }
  const owner = builder.nodes.find((node) =>
    node.platforms.some((own) => own.pinned && formatPlatform(own.platform) === platform),
  );
  return owner && l10n.t('pinned to node {0}, and would be taken from it', owner.name);
}

import { CancellationTokenSource, workspace, type Uri, type WorkspaceFolder } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { isRequestOf, sourceOf } from '../../../domain/sources/buildSource.ts';
import type { FoundSource } from '../../workspaceSources.ts';
import { WizardContext } from './context.ts';
import type { WizardDeps, WizardPart } from './deps.ts';
import { QuickPickUi } from '../../shared/picks/quickPickUi.ts';
import type { Beginning } from '../../shared/picks/runSteps.ts';
import { platformsToBegin, stateFrom, withFixed, type StepId, type WizardState } from './state.ts';
import { withSource } from './steps/sourceStep.ts';
import { askBuild } from './askBuild.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

/** Known answers. */
export interface WizardStart {
  /** The file to build from. */
  readonly source?: Uri;
  /** A request to change; the wizard opens at `part`, or at the plan. */
  readonly request?: BuildRequest;
  /** The folder of the request; required only if there are several. */
  readonly folder?: WorkspaceFolder;
  readonly part?: WizardPart;
  /** The request's build failed because of this part: its answer is not proposed again. */
  readonly failed?: boolean;
  /** The title of a shortened wizard; its steps are not numbered then. */
  readonly title?: SafeText;
  /** Platforms, name and output of the request cannot be changed. */
  readonly fixed?: boolean;
}

export interface WizardAnswer {
  readonly request: BuildRequest;
  readonly folder: WorkspaceFolder;
  readonly action: 'run';
}

/** Asks step by step what to build; undefined if canceled or saved as a task. Does not start a build. */
export async function runBuildWizard(deps: WizardDeps, start: WizardStart = {}): Promise<WizardAnswer | undefined> {
  if (!workspace.workspaceFolders?.length) {
    void showInformation(l10n.t('Open a folder that contains a Dockerfile to build an image from it.'));
    return undefined;
  }
  const stop = new CancellationTokenSource();
  const aborter = new AbortController();
  const ui = new QuickPickUi(start.title ?? l10n.t('Build Multi-Arch Image'), start.title === undefined);
  try {
    const searches = {
      sources: () => deps.sources.findSources(stop.token),
      workloads: (folder: WorkspaceFolder) => deps.sources.findWorkloadImages(folder, stop.token),
    };
    const context = new WizardContext(deps, searches, aborter.signal);
    const { beginning, among } = await begin(start, context);
    const mustPush = start.title !== undefined && start.request?.output === 'push';
    const answer = await askBuild(context, ui, beginning, { ...(among && { among }), mustPush });
    return answer && { ...answer, action: 'run' };
  } finally {
    ui.dispose();
    stop.cancel();
    stop.dispose();
    aborter.abort();
  }
}

interface Begun {
  readonly beginning: Beginning<WizardState, StepId>;
  readonly among?: readonly FoundSource[];
}

const nothing: Beginning<WizardState, StepId> = { state: { platforms: [], tags: [] }, answered: [] };

async function begin(start: WizardStart, context: WizardContext): Promise<Begun> {
  if (start.request) {
    return { beginning: await withRequest(start.request, start, context) };
  }
  if (!start.source) {
    return { beginning: nothing };
  }
  const among = await context.deps.sources.sourceAt(start.source, async () => (await context.sources()).sources);
  const [only, ...more] = among;
  if (!only) {
    return { beginning: nothing };
  }
  void context.askBuilder(only.folder, undefined);
  return more.length > 0
    ? { beginning: nothing, among }
    : { beginning: { state: withSource(nothing.state, await context.described(only), context), answered: ['source'] } };
}

/** The request answers everything: asks again for the part to change, and shows the plan. */
async function withRequest(
  request: BuildRequest,
  { part, folder, failed = false, fixed = false }: WizardStart,
  context: WizardContext,
): Promise<Beginning<WizardState, StepId>> {
  const { sources } = await context.sources();
  const [first] = workspace.workspaceFolders ?? [];
  const own = folder ?? first;
  const found =
    sources.find(
      (one) => isRequestOf(request, one.source) && (!folder || one.folder.uri.toString() === folder.uri.toString()),
    ) ??
    (own && { folder: own, source: sourceOf(request) });
  if (!found) {
    return nothing;
  }
  const platforms = platformsToBegin(found.source, undefined, context.deps.settings(found.folder).platforms);
  const steps: readonly StepId[] = ['source', 'context', 'stage', 'inputs', 'platforms', 'image', 'output'];
  const failedTags = request.tags ?? [];
  const goal = fixed ? { platforms: request.platforms ?? platforms, tags: request.tags ?? [] } : undefined;
  return {
    state: withFixed(
      { ...stateFrom(request, found, platforms), ...(failed && part === 'image' && { failedTags }) },
      goal,
    ),
    answered: steps.filter((id) => id !== part),
    first: part ?? 'plan',
  };
}

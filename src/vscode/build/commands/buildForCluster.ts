import { hasNodes } from '../../../domain/cluster/chosen/hasNodes.ts';
import { commands, type WorkspaceFolder } from 'vscode';
import { joinText } from '../../../domain/safeText.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { requestFor } from '../../../domain/sources/buildSource.ts';
import type { BuildFlow } from '../buildFlow.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import type { ChosenCluster, ClusterModel } from '../../targets/clusters/clusterModel.ts';
import { commandIds } from '../../commandIds.ts';
import type { BuildMemory } from '../../memory.ts';
import { settings } from '../../settings/settings.ts';
import { choiceTexts } from '../../targets/texts/clusterChoice.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import { refreshLater } from '../../builders/refreshLater.ts';
import { askSecrets } from './askSecrets.ts';
import { lastBuild } from './lastBuild.ts';
import { showWarning, type Button } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

export interface BuildForClusterDeps {
  readonly flow: BuildFlow;
  readonly clusters: ClusterModel;
  readonly builders: Pick<BuilderModel, 'refresh'>;
  readonly sources: Pick<WorkspaceSources, 'findSources'>;
  readonly memory: BuildMemory;
  /** Asks for clusters; resolves to whether any are selected. */
  readonly selectClusters: () => Promise<boolean>;
}

/**
 * `Build for the Cluster`: pushes the last build, or the only source, for the platforms that the nodes of the selected clusters need, or
 * for a single one. Queries the clusters first, and asks the user only for what is missing.
 */
export function buildForCluster({ flow, clusters, builders, sources, memory, selectClusters }: BuildForClusterDeps) {
  return async (): Promise<void> => {
    if (clusters.chosen.length === 0 && !(await selectClusters())) {
      return;
    }
    refreshLater(builders);
    const asked = await withProgress(choiceTexts.asking(), (signal) => clusters.refresh({ signal }));
    if (!asked) {
      return;
    }
    const platforms = clusters.targets;
    if (platforms.length === 0) {
      await tellNothingKnown(asked);
      return;
    }
    tellLeftOut(asked);
    await build({ platforms, output: 'push' }, flow, sources, memory);
  };
}

async function build(
  wanted: { readonly platforms: readonly string[]; readonly output: 'push' },
  flow: BuildFlow,
  files: Pick<WorkspaceSources, 'findSources'>,
  memory: BuildMemory,
): Promise<void> {
  const last = lastBuild(memory);
  if (last) {
    const request = await askSecrets(last);
    if (request) {
      // the platforms of a task do not apply to these
      await buildNamed({ ...request, ...wanted, onMissingPlatforms: 'ask' }, last.folder, flow);
    }
    return;
  }
  const { sources, tooComplex } = await files.findSources();
  const [only, ...more] = sources;
  if (!only || more.length > 0 || tooComplex.length > 0) {
    await flow.ask({ request: wanted, part: 'source', title: choiceTexts.buildTitle() });
    return;
  }
  await buildNamed(requestFor(only.source, { ...wanted, tags: [] }), only.folder, flow);
}

/** Asks for a name if there is none to push; bake and Compose files define their own. */
async function buildNamed(request: BuildRequest, folder: WorkspaceFolder, flow: BuildFlow): Promise<void> {
  const image = settings.image(folder.uri);
  const own = (request.tags ?? []).filter((tag) => tag.includes('/'));
  const tags = own.length > 0 || image === undefined ? own : [image];
  const named = { ...request, tags };
  if (tags.length > 0 || request.bakeTargets !== undefined || request.bakeFiles !== undefined) {
    await flow.build(named, folder);
  } else {
    await flow.ask({ request: named, folder, part: 'image', title: choiceTexts.buildTitle() });
  }
}

interface CommandButton extends Button {
  readonly command: string;
}

async function tellNothingKnown(asked: readonly ChosenCluster[]): Promise<void> {
  const problem = asked.map(({ known }) => known?.problem).find((each) => each !== undefined);
  const forbidden = asked.find(({ known }) => known?.state === 'forbidden' || known?.state === 'failed');
  const declare: CommandButton = { title: choiceTexts.declare(), command: commandIds.cluster.declarePlatforms };
  const chosen = await showWarning<CommandButton>(
    choiceTexts.nothingKnown(problem === undefined ? choiceTexts.noNodes() : failureText(problem).message),
    ...(forbidden ? [declare] : []),
    { title: choiceTexts.choosePlatforms(), command: commandIds.selectPlatforms },
    ...(forbidden ? [] : [{ title: choiceTexts.chooseClusters(), command: commandIds.selectClusters }]),
  );
  if (chosen === declare) {
    await commands.executeCommand(declare.command, { kind: 'cluster', context: forbidden?.context });
  } else if (chosen) {
    await commands.executeCommand(chosen.command);
  }
}

/** A cluster that could not be queried may need a platform that is not built. */
function tellLeftOut(asked: readonly ChosenCluster[]): void {
  const silent = asked.filter(({ known }) => !hasNodes(known));
  const formerly = silent.filter(({ readAt }) => readAt !== undefined);
  const never = silent.filter(({ readAt }) => readAt === undefined);
  const names = (clusters: readonly ChosenCluster[]) => clusters.map(({ context }) => context).join(', ');
  const words = [
    ...(never.length > 0 ? [choiceTexts.notAll(names(never))] : []),
    ...(formerly.length > 0 ? [choiceTexts.formerly(names(formerly))] : []),
  ];
  if (words.length > 0) {
    void showWarning(joinText(words, ' '));
  }
}

import { type Disposable, type ExtensionContext, workspace } from 'vscode';
import { dockerDefaultPlatforms } from '../../domain/platform.ts';
import type { Services } from '../../services/services.ts';
import type { BuilderModel } from '../builders/builderModel.ts';
import { commandIds } from '../commandIds.ts';
import { registerClusterCommands } from './commands/clusterCommands.ts';
import { declarePlatforms } from './commands/declarePlatforms.ts';
import { followPlatforms } from './commands/followPlatforms.ts';
import { selectClusters } from './commands/selectClusters.ts';
import { selectPlatforms } from './commands/selectPlatforms.ts';
import type { BuildMemory } from '../memory.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { section, settings } from '../settings/settings.ts';
import { createArchitectureStatusBar } from './statusBar/architectureStatusBar.ts';
import type { Engine } from '../../domain/coverage/imageUse.ts';
import { builderPlatform, engineNative } from './statusBar/builderPlatform.ts';
import { currentStatus } from './statusBar/currentStatus.ts';
import { createFirstMismatch } from './statusBar/firstMismatch.ts';
import { createPlatformsView } from './view/platformsView.ts';
import { buildsImages, watchSources } from '../workspaceSources.ts';
import type { ClusterModel } from './clusters/clusterModel.ts';
import type { WorkspaceClusters } from './workspaceClusters.ts';
import { disposables } from '../shared/disposeAll.ts';

export interface ClustersUiDeps {
  readonly context: Pick<ExtensionContext, 'workspaceState' | 'globalState'>;
  readonly services: Pick<Services, 'clusters'>;
  readonly clusters: WorkspaceClusters;
  readonly builders: BuilderModel;
  readonly memory: BuildMemory;
  readonly showError: ShowError;
}

/** The clusters feature: the status bar, the Target Platforms view, and their commands. */
export interface ClustersUi {
  /** Asks for clusters; resolves to whether any are selected. */
  readonly selectClusters: () => Promise<boolean>;
  /** The Docker engine, as far as its builder is known. */
  readonly engine: () => Engine;
  readonly dispose: () => void;
}

export function createClustersUi(deps: ClustersUiDeps): ClustersUi {
  const { context, services, clusters, builders, memory, showError } = deps;
  const { model, targets, uses } = clusters;
  const builder = builderPlatform(builders, context.workspaceState);
  const verified = () => (workspace.workspaceFolders ?? []).flatMap((folder) => memory.verifiedImages(folder));
  const status = () =>
    currentStatus({
      clusters: model,
      uses,
      builder,
      verified,
      ticked: () => targets.targets(workspace.workspaceFolders?.[0]?.uri).platforms,
      docker: dockerDefaultPlatforms(process.env),
    });
  const choose = selectClusters({ clusters: services.clusters, model, builders });
  const afterActivation = setImmediate(() => void model.readContexts());
  const platformsView = createPlatformsView({ clusters: model, targets, builders, memory, showError });
  const all = disposables(
    followSettings(model),
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (model.chosen.length > 0 && /\.ya?ml$/.test(uri.path)) {
        void uses.refresh();
      }
    }),
    registerClusterCommands(
      { clusters: model, builders, status },
      [
        [
          commandIds.selectClusters,
          async () => {
            await choose();
          },
        ],
        [commandIds.selectPlatforms, selectPlatforms({ clusters: model, targets, builders })],
        [commandIds.cluster.declarePlatforms, declarePlatforms({ clusters: model })],
        [commandIds.cluster.followPlatforms, followPlatforms({ clusters: model, targets })],
      ],
      showError,
    ),
    platformsView,
    createArchitectureStatusBar({
      status,
      changes: [targets.onDidChange, builders.onDidChange, memory.onDidVerify],
      buildsImages,
      watchSources,
      showMissing: platformsView.showMissing,
      onMismatch: createFirstMismatch(context.workspaceState, context.globalState),
    }),
  );
  return {
    selectClusters: choose,
    engine: () => {
      const native = engineNative(builders);
      return { emulated: builder()?.emulated ?? [], ...(native !== undefined && { native }) };
    },
    dispose: () => {
      clearImmediate(afterActivation);
      all.dispose();
    },
  };
}

/** Settings define the clusters, and declare the platforms of those that cannot be read. */
function followSettings(model: ClusterModel): Disposable {
  let declared = settings.clusterPlatforms();
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.clusters`)) {
      model.settingChanged();
      void model.readContexts();
    }
    if (event.affectsConfiguration(`${section}.clusterPlatforms`)) {
      const former = declared;
      declared = settings.clusterPlatforms();
      for (const { context, known } of model.chosen) {
        const isOther = !sameDeclared(former, declared, context);
        if (isOther && known !== undefined && known.state !== 'read') {
          model.refresh({ context }).catch(() => undefined);
        }
      }
    }
  });
}

type Declared = ReturnType<typeof settings.clusterPlatforms>;

function sameDeclared(some: Declared, others: Declared, context: string): boolean {
  const [one, other] = [some, others].map((declared) => (Object.hasOwn(declared, context) ? declared[context] : []));
  return JSON.stringify(one) === JSON.stringify(other);
}

import { type Memento, workspace, type WorkspaceFolder } from 'vscode';
import { dockerDefaultPlatforms } from '../../domain/platform.ts';
import type { Clusters } from '../../services/clusters/clusters.ts';
import { settings } from '../settings/settings.ts';
import { composeService, placementOf } from '../../domain/coverage/imageUse.ts';
import { anywhere } from '../../domain/workload/placement.ts';
import type { WorkspaceUses } from '../../domain/coverage/storedUses.ts';
import type { BuildMemory } from '../memory.ts';
import type { WorkspaceSources } from '../workspaceSources.ts';
import { createClusterAnswers } from './clusters/clusterAnswers.ts';
import { createClusterChoice } from './clusters/clusterChoice.ts';
import { createClusterModel, type ClusterModel } from './clusters/clusterModel.ts';
import { createWorkloadUses, type WorkloadUses } from './clusters/workloadUses.ts';
import { createTargetPlatforms, type TargetPlatforms } from './targetPlatforms.ts';
import type { TargetPlatformsOf } from '../shared/targetPlatformsOf.ts';
import { neededBy } from './needs.ts';
import { watchFiles } from './clusters/watchFiles.ts';

/** The clusters of this workspace, and the platforms of builds because of them. */
export interface WorkspaceClusters {
  readonly model: ClusterModel;
  readonly uses: WorkloadUses;
  readonly targets: TargetPlatforms;
  readonly targetPlatforms: TargetPlatformsOf;
  /** Which clusters need a platform, in a few words; undefined if no known cluster does. */
  readonly neededBy: (platform: string) => string | undefined;
  readonly dispose: () => void;
}

/** Connects the settings, the remembered selection and the workspace's manifests. Contacts no cluster. */
export function createWorkspaceClusters(
  clusters: Clusters,
  sources: WorkspaceSources,
  memory: Pick<BuildMemory, 'verifiedImages'>,
  state: Memento,
): WorkspaceClusters {
  const uses = createWorkloadUses({ state, find: () => findUses(sources), pushed: () => pushedFrom(memory) });
  const model = createClusterModel({
    clusters,
    choice: createClusterChoice(state),
    answers: createClusterAnswers(state),
    uses,
    declared: settings.clusterPlatforms,
    isTrusted: () => workspace.isTrusted,
    watch: watchFiles,
    now: () => Date.now(),
  });
  const targets = createTargetPlatforms(model, dockerDefaultPlatforms(process.env));
  return {
    model,
    uses,
    targets,
    targetPlatforms: (scope) => targets.targets(scope).platforms,
    neededBy: (platform) => neededBy(platform, model.chosen),
    dispose: () => {
      targets.dispose();
      model.dispose();
      uses.dispose();
    },
  };
}

/** The workloads in the workspace's files, and the images that they build. */
async function findUses(files: WorkspaceSources): Promise<WorkspaceUses> {
  const folders = workspace.workspaceFolders ?? [];
  const [{ sources, running }, workloads] = await Promise.all([
    files.findSources(),
    Promise.all(folders.map((folder) => files.findWorkloads(folder))),
  ]);
  const tolerations = workloads.flatMap((found) => found.tolerations);
  return {
    uses: [
      ...workloads.flatMap(({ images }, at) => {
        const pathOf = pathIn(folders[at]);
        return images.map(({ image, kind, name, placement, file }) => ({
          ...{ image, kind, name, file: pathOf(file) },
          ...placementOf(placement),
        }));
      }),
      ...running.map(({ image, name, platform, folder, file }) => ({
        ...{ image, name, kind: composeService, placement: anywhere, file: pathIn(folder)(file) },
        engine: platform === undefined ? {} : { platform },
      })),
    ],
    tolerations: [...new Map(tolerations.map((each) => [JSON.stringify(each), each])).values()],
    built: sources.flatMap(({ source }) => (source.kind === 'dockerfile' ? [] : source.tags)),
  };
}

/** The absolute path of a file of a folder: without `Uri`, which takes long for tens of thousands. */
function pathIn(folder: WorkspaceFolder | undefined): (file: string) => string {
  const base = folder?.uri.fsPath ?? '';
  return (file) => `${base}/${file}`;
}

/** Names of images that are built here, besides those in bake and Compose files. */
function pushedFrom(memory: Pick<BuildMemory, 'verifiedImages'>): readonly string[] {
  return (workspace.workspaceFolders ?? []).flatMap((folder) => [
    ...memory.verifiedImages(folder).map(({ image }) => image),
    ...[settings.image(folder.uri) ?? []].flat(),
  ]);
}

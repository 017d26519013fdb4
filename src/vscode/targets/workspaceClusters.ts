import { type Memento, workspace } from 'vscode';
import { dockerDefaultPlatforms } from '../../domain/platform.ts';
import type { Clusters } from '../../services/clusters/clusters.ts';
import { settings } from '../settings/settings.ts';
import type { WorkspaceSources } from '../workspaceSources.ts';
import { createClusterAnswers } from './clusters/clusterAnswers.ts';
import { createClusterChoice } from './clusters/clusterChoice.ts';
import { createClusterModel, type ClusterModel } from './clusters/clusterModel.ts';
import { createTargetPlatforms, type TargetPlatforms } from './targetPlatforms.ts';
import type { TargetPlatformsOf } from '../shared/targetPlatformsOf.ts';
import { neededBy } from './needs.ts';
import { watchFiles } from './clusters/watchFiles.ts';

/** The clusters of this workspace, and the platforms of builds because of them. */
export interface WorkspaceClusters {
  readonly model: ClusterModel;
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
  state: Memento,
): WorkspaceClusters {
  const model = createClusterModel({
    clusters,
    choice: createClusterChoice(state),
    answers: createClusterAnswers(state),
    tolerations: () => sources.findTolerations(),
    declared: settings.clusterPlatforms,
    isTrusted: () => workspace.isTrusted,
    watch: watchFiles,
    now: () => Date.now(),
  });
  const targets = createTargetPlatforms(model, dockerDefaultPlatforms(process.env));
  return {
    model,
    targets,
    targetPlatforms: (scope) => targets.targets(scope).platforms,
    neededBy: (platform) => neededBy(platform, model.chosen),
    dispose: () => {
      targets.dispose();
      model.dispose();
    },
  };
}

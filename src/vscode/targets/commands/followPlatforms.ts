import { workspace } from 'vscode';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { TargetPlatforms } from '../targetPlatforms.ts';
import { platformActionTexts } from '../texts/clusters.ts';
import type { ClusterCommand } from './deps.ts';
import { tellNoneChosen } from './tellNoneChosen.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';

interface FollowPlatformsDeps {
  readonly clusters: Pick<ClusterModel, 'chosen'>;
  readonly targets: Pick<TargetPlatforms, 'targets' | 'follow'>;
}

/** `Follow Cluster Platforms`: removes the platforms from the setting. Writes nothing if there are none, or no cluster to follow. */
export function followPlatforms({ clusters, targets }: FollowPlatformsDeps): ClusterCommand {
  return async () => {
    if (clusters.chosen.length === 0) {
      await tellNoneChosen();
      return;
    }
    if (targets.targets(workspace.workspaceFolders?.[0]?.uri).by === 'hand') {
      await targets.follow();
    }
    const { platforms } = targets.targets(workspace.workspaceFolders?.[0]?.uri);
    showStatus(platformActionTexts.followed(platforms.join(', ')), 5000);
  };
}

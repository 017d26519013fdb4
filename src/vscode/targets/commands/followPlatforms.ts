import { workspace } from 'vscode';
import type { TargetPlatforms } from '../targetPlatforms.ts';
import { platformActionTexts } from '../texts/clusters.ts';
import type { ClusterCommand } from './deps.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';

/** `Follow Cluster Platforms`: removes the platforms from the setting. */
export function followPlatforms({ targets }: { readonly targets: TargetPlatforms }): ClusterCommand {
  return async () => {
    await targets.follow();
    const { platforms } = targets.targets(workspace.workspaceFolders?.[0]?.uri);
    showStatus(platformActionTexts.followed(platforms.join(', ')), 5000);
  };
}

import { ConfigurationTarget, workspace } from 'vscode';
import { section } from './settings.ts';

/** Sets the clusters of this workspace, or of the user if no folder is open. */
export async function writeClusters(contexts: readonly string[]): Promise<void> {
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(section).update('clusters', contexts, target);
}

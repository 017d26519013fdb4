import { ConfigurationTarget, workspace } from 'vscode';
import { section } from './settings.ts';

const key = 'platforms';

/**
 * Writes the setting of this workspace, or of the user if no folder is open. Also updates a workspace folder with its own platforms, which
 * take precedence.
 */
export async function writePlatforms(value: readonly string[] | 'auto' | undefined): Promise<void> {
  const folders = workspace.workspaceFile === undefined ? [] : (workspace.workspaceFolders ?? []);
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(section).update(key, value, target);
  for (const folder of folders) {
    const configuration = workspace.getConfiguration(section, folder.uri);
    if (configuration.inspect(key)?.workspaceFolderValue !== undefined) {
      // without its own setting, it inherits that of the workspace
      await configuration.update(key, undefined, ConfigurationTarget.WorkspaceFolder);
    }
  }
}

/** Whether the user's own setting would apply if the workspace had none. */
export function areNamedByUser(): boolean {
  return (
    workspace.workspaceFolders !== undefined &&
    Array.isArray(workspace.getConfiguration(section).inspect(key)?.globalValue)
  );
}

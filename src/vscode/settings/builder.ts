import { ConfigurationTarget, workspace } from 'vscode';
import { section } from './settings.ts';

/**
 * Sets the builder for this workspace, or for the user if no folder is open; undefined selects Docker's current one. Also updates a
 * workspace folder with its own builder, which takes precedence.
 */
export async function useBuilder(name: string | undefined): Promise<void> {
  const folders = workspace.workspaceFile === undefined ? [] : (workspace.workspaceFolders ?? []);
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(section).update('builder', name, target);
  for (const folder of folders) {
    const configuration = workspace.getConfiguration(section, folder.uri);
    if (configuration.inspect('builder')?.workspaceFolderValue !== undefined) {
      await configuration.update('builder', name, ConfigurationTarget.WorkspaceFolder);
    }
  }
}

/** Removes the setting wherever it selects this removed builder. */
export async function forgetBuilder(name: string): Promise<void> {
  const configuration = workspace.getConfiguration(section, workspace.workspaceFolders?.[0]?.uri);
  const found = configuration.inspect('builder');
  for (const [value, target] of [
    [found?.workspaceFolderValue, ConfigurationTarget.WorkspaceFolder],
    [found?.workspaceValue, ConfigurationTarget.Workspace],
    [found?.globalValue, ConfigurationTarget.Global],
  ] as const) {
    if (value === name) {
      await configuration.update('builder', undefined, target);
    }
  }
}

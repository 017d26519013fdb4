import { ConfigurationTarget, workspace } from 'vscode';
import { section } from './settings.ts';

/**
 * Makes a builder the one for builds of this workspace, or of the user where no folder is open; undefined: whatever Docker
 * says. A folder of several that has a builder of its own is changed too, since that one would be obeyed.
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

/** Forgets the setting wherever it names this builder, which is no more. */
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

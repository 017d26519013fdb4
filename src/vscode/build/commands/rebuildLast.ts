import { window, workspace, type WorkspaceFolder } from 'vscode';
import type { BuildFlow } from '../buildFlow.ts';
import type { BuildMemory } from '../../memory.ts';
import { askSecrets } from './askSecrets.ts';

/**
 * `Rebuild Last`: repeats the last build of the current folder and asks only for secrets, which are not stored. Without a last build, opens
 * the wizard.
 */
export function rebuildLast(flow: BuildFlow, memory: BuildMemory) {
  return async (): Promise<void> => {
    const folder = foldersByFocus().find((candidate) => memory.lastBuild(candidate) !== undefined);
    const last = folder && memory.lastBuild(folder);
    if (!folder || !last) {
      await flow.ask();
      return;
    }
    const request = await askSecrets(last);
    if (request) {
      await flow.build(request, folder);
    }
  };
}

/** The folder of the active editor comes first. */
function foldersByFocus(): readonly WorkspaceFolder[] {
  const active = window.activeTextEditor && workspace.getWorkspaceFolder(window.activeTextEditor.document.uri);
  const folders = workspace.workspaceFolders ?? [];
  return active ? [active, ...folders.filter((folder) => folder !== active)] : folders;
}

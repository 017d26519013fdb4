import { window, workspace, type WorkspaceFolder } from 'vscode';
import type { BuildFlow } from '../buildFlow.ts';
import type { BuildMemory } from '../memory.ts';

/** `Rebuild last`: the last build of the folder that is being worked in, without a question; where there was none, asks. */
export function rebuildLast(flow: BuildFlow, memory: BuildMemory) {
  return async (): Promise<void> => {
    const folder = foldersByFocus().find((candidate) => memory.lastRequest(candidate) !== undefined);
    const request = folder && memory.lastRequest(folder);
    await (folder && request ? flow.build(request, folder) : flow.ask());
  };
}

/** The folder of the active editor first. */
function foldersByFocus(): readonly WorkspaceFolder[] {
  const active = window.activeTextEditor && workspace.getWorkspaceFolder(window.activeTextEditor.document.uri);
  const folders = workspace.workspaceFolders ?? [];
  return active ? [active, ...folders.filter((folder) => folder !== active)] : folders;
}

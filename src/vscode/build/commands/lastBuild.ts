import { workspace, type WorkspaceFolder } from 'vscode';
import type { BuildMemory, RememberedBuild } from '../../memory.ts';

/** What was built last in the first folder that something was built in; what was secret in it may have to be asked for. */
export function lastBuild(memory: BuildMemory): (RememberedBuild & { folder: WorkspaceFolder }) | undefined {
  for (const folder of workspace.workspaceFolders ?? []) {
    const last = memory.lastBuild(folder);
    if (last) {
      return { ...last, folder };
    }
  }
  return undefined;
}

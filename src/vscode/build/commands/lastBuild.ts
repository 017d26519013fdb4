import { workspace, type WorkspaceFolder } from 'vscode';
import type { BuildMemory, BuildPurpose, RememberedBuild } from '../../memory.ts';

/** The last build, in the first folder that has one; its secrets may have to be asked for. */
export function lastBuild(
  memory: BuildMemory,
  purpose?: BuildPurpose,
): (RememberedBuild & { folder: WorkspaceFolder }) | undefined {
  for (const folder of workspace.workspaceFolders ?? []) {
    const last = memory.lastBuild(folder, purpose);
    if (last) {
      return { ...last, folder };
    }
  }
  return undefined;
}

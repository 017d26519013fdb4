import { workspace, type WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../domain/buildRequest.ts';
import type { BuildMemory } from '../memory.ts';

/** What was built last in the first folder that something was built in. */
export function lastBuild(memory: BuildMemory): { request: BuildRequest; folder: WorkspaceFolder } | undefined {
  for (const folder of workspace.workspaceFolders ?? []) {
    const request = memory.lastRequest(folder);
    if (request) {
      return { request, folder };
    }
  }
  return undefined;
}

import type { CancellationToken, WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../domain/buildRequest.ts';
import { isRequestOf, requestFor } from '../../domain/sources/buildSource.ts';
import type { BuildMemory } from '../memory.ts';
import { settings } from '../settings.ts';
import { findSources } from '../workspaceSources.ts';

/** A request for each thing in a folder that can be built: as it was built last, else for the usual platforms, without a push. */
export function workspaceRequests(memory: BuildMemory) {
  return async (folder: WorkspaceFolder, token: CancellationToken): Promise<readonly BuildRequest[]> => {
    const sources = (await findSources(token)).filter((found) => found.folder === folder);
    const last = memory.lastRequest(folder);
    return sources.map(({ source }) =>
      last && isRequestOf(last, source)
        ? last
        : requestFor(source, { platforms: settings.targetPlatforms(folder.uri), tags: [], output: 'cache' }),
    );
  };
}

import type { CancellationToken, WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { isRequestOf, requestFor } from '../../../domain/sources/buildSource.ts';
import type { TargetPlatformsOf } from '../../shared/targetPlatformsOf.ts';
import type { BuildMemory } from '../../memory.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';

/** A request for each source in a folder: as last built, otherwise for the target platforms and without a push. */
export function workspaceRequests(files: WorkspaceSources, memory: BuildMemory, targetPlatforms: TargetPlatformsOf) {
  return async (folder: WorkspaceFolder, token: CancellationToken): Promise<readonly BuildRequest[]> => {
    const { sources } = await files.findSources(token);
    const last = memory.lastRequest(folder);
    return sources
      .filter((found) => found.folder === folder)
      .map(({ source }) =>
        last && isRequestOf(last, source)
          ? last
          : requestFor(source, { platforms: targetPlatforms(folder.uri), tags: [], output: 'cache' }),
      );
  };
}

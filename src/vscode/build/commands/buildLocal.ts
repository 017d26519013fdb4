import { Uri } from 'vscode';
import { dockerDefaultPlatforms, formatPlatform, normalizePlatform } from '../../../domain/platform.ts';
import { isRequestOf, nameOf, requestFor } from '../../../domain/sources/buildSource.ts';
import { imageNameFrom } from '../../../domain/sources/manifests/suggestImages.ts';
import type { Environment } from '../../../services/environment.ts';
import type { BuildFlow } from '../buildFlow.ts';
import type { BuildMemory } from '../../memory.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { requireTrust } from '../../trust.ts';
import type { FoundSource, WorkspaceSources } from '../../workspaceSources.ts';
import { askSecrets } from './askSecrets.ts';
import { lastBuild } from './lastBuild.ts';

export interface BuildLocalDeps {
  readonly flow: BuildFlow;
  readonly environment: Environment;
  readonly sources: Pick<WorkspaceSources, 'findSources' | 'sourceAt'>;
  readonly memory: BuildMemory;
  readonly showError: ShowError;
}

interface LocalBuild {
  readonly platforms: readonly string[];
  readonly output: 'load';
}

/**
 * `Build for Local Use (No Push)`: builds for the engine's platform or Docker's default, and loads the image. Uses the given file, the last
 * build or the only source, and asks if there is a choice. Keeps the remembered build of the workspace, which may push.
 */
export function buildLocal({ flow, environment, sources: files, memory, showError }: BuildLocalDeps) {
  async function buildSource({ source, folder }: FoundSource, local: LocalBuild): Promise<void> {
    const isGroup = source.kind === 'bake' && source.several;
    const tags = isGroup ? [] : [`${imageNameFrom(nameOf(source, folder.name))}:local`];
    await flow.build(requestFor(source, { ...local, tags }), folder, { local: true });
  }

  /** @param file a Dockerfile */
  return async (file?: unknown): Promise<void> => {
    try {
      requireTrust();
      const { os, architecture } = await environment.engine();
      const own = formatPlatform(normalizePlatform({ os, architecture }));
      const [platform = own] = dockerDefaultPlatforms(process.env);
      const local: LocalBuild = { platforms: [platform], output: 'load' };
      const [given] = file instanceof Uri ? await files.sourceAt(file, () => Promise.resolve([])) : [];
      const last = lastBuild(memory, 'local');
      if (last && (!given || isBuildOf(last, given))) {
        const request = await askSecrets(last);
        if (request) {
          await flow.build({ ...request, ...local }, last.folder, { local: true });
        }
        return;
      }
      if (given) {
        await buildSource(given, local);
        return;
      }
      const { sources, tooComplex } = await files.findSources();
      const [only, ...more] = sources;
      if (only && more.length === 0 && tooComplex.length === 0) {
        await buildSource(only, local);
        return;
      }
      await flow.ask({ request: local, part: 'source' }, { local: true });
    } catch (error) {
      await showError(error);
    }
  };
}

function isBuildOf(last: NonNullable<ReturnType<typeof lastBuild>>, { folder, source }: FoundSource): boolean {
  return last.folder.uri.toString() === folder.uri.toString() && isRequestOf(last.request, source);
}

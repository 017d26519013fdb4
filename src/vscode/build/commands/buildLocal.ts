import { dockerDefaultPlatforms, formatPlatform, normalizePlatform } from '../../../domain/platform.ts';
import { nameOf, requestFor } from '../../../domain/sources/buildSource.ts';
import { imageNameFrom } from '../../../domain/sources/manifests/suggestImages.ts';
import type { Environment } from '../../../services/environment.ts';
import type { BuildFlow } from '../buildFlow.ts';
import type { BuildMemory } from '../../memory.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { requireTrust } from '../../trust.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import { askSecrets } from './askSecrets.ts';
import { lastBuild } from './lastBuild.ts';

export interface BuildLocalDeps {
  readonly flow: BuildFlow;
  readonly environment: Environment;
  readonly sources: Pick<WorkspaceSources, 'findSources'>;
  readonly memory: BuildMemory;
  readonly showError: ShowError;
}

/**
 * `Build for Local Use (No Push)`: builds for the engine's platform or Docker's default, and loads the image. Uses the last build or the
 * only source, and asks if there is a choice. Keeps the remembered build of the workspace, which may push.
 */
export function buildLocal({ flow, environment, sources: files, memory, showError }: BuildLocalDeps) {
  return async (): Promise<void> => {
    try {
      requireTrust();
      const { os, architecture } = await environment.engine();
      const own = formatPlatform(normalizePlatform({ os, architecture }));
      const [platform = own] = dockerDefaultPlatforms(process.env);
      const local = { platforms: [platform], output: 'load' } as const;
      const last = lastBuild(memory, 'local');
      if (last) {
        const request = await askSecrets(last);
        if (request) {
          await flow.build({ ...request, ...local }, last.folder, { local: true });
        }
        return;
      }
      const { sources, tooComplex } = await files.findSources();
      const [only, ...more] = sources;
      if (only && more.length === 0 && tooComplex.length === 0) {
        const isGroup = only.source.kind === 'bake' && only.source.several;
        const tags = isGroup ? [] : [`${imageNameFrom(nameOf(only.source, only.folder.name))}:local`];
        await flow.build(requestFor(only.source, { ...local, tags }), only.folder, { local: true });
        return;
      }
      await flow.ask({ request: local, part: 'source' }, { local: true });
    } catch (error) {
      await showError(error);
    }
  };
}

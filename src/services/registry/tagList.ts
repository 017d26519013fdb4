import type { ImageReference } from '../../domain/image/reference.ts';
import { isRegistryError } from '../../tools/registry/errors.ts';
import { diagnoseRegistry } from './registryDiagnosis.ts';
import type { RegistryReader } from './registryReader.ts';

/** Lists the tags of a repository, which buildx cannot. Rejects with the registry's refusal or with `CancelledError`. */
export type TagList = (repository: ImageReference, signal?: AbortSignal) => Promise<readonly string[]>;

export function createTagList(registry: Pick<RegistryReader, 'tags'>): TagList {
  return async (repository, signal) => {
    try {
      return await registry.tags(repository, signal);
    } catch (error) {
      throw isRegistryError(error) ? diagnoseRegistry(error, repository) : error;
    }
  };
}

import { createHash } from 'node:crypto';
import path from 'node:path';
import { readManifest } from '../../domain/image/manifest.ts';
import { createDocumentCache } from './documentCache.ts';
import { createRegistryReader, type RegistryReader } from './registryReader.ts';
import type { RequestsDeps } from './http/requests.ts';

interface CachedReaderDeps extends RequestsDeps {
  /** Where manifests and configurations are kept for all windows; undefined: nowhere. */
  readonly cacheFolder: string | undefined;
}

/** Reads registries, and asks for nothing that was read before on this machine: of a tag only which digest it names. */
export function createCachedReader({ cacheFolder, ...deps }: CachedReaderDeps): RegistryReader {
  const reader = createRegistryReader(deps);
  if (cacheFolder === undefined) {
    return reader;
  }
  const cache = createDocumentCache(path.join(cacheFolder, 'registry'));
  return {
    ...reader,
    async manifest(reference, signal) {
      const { digest } = reference;
      // a repository of which nothing is there is not worth the question
      const named = digest ?? ((await cache.has(reference)) ? await reader.digestOf(reference, signal) : undefined);
      const kept = named === undefined ? undefined : await cache.get(reference, named);
      if (kept) {
        return kept;
      }
      const body = await reader.manifest(reference, signal);
      if (readManifest(body.toString('utf8')).ok) {
        await cache.set(reference, digest ?? `sha256:${createHash('sha256').update(body).digest('hex')}`, body);
      }
      return body;
    },
    async blob(reference, digest, most, ...more) {
      const kept = await cache.get(reference, digest);
      if (kept && kept.length <= most) {
        return kept;
      }
      const body = await reader.blob(reference, digest, most, ...more);
      if (isDocument(body)) {
        await cache.set(reference, digest, body);
      }
      return body;
    },
  };
}

/** A configuration and not a layer. */
function isDocument(body: Buffer): boolean {
  return body[0] === '{'.charCodeAt(0);
}

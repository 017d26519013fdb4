import { createHash } from 'node:crypto';
import path from 'node:path';
import { readManifest } from '../../domain/image/manifest.ts';
import { createDocumentCache } from './documentCache.ts';
import { createRegistryReader, type RegistryReader } from './registryReader.ts';
import type { RequestsDeps } from './http/requests.ts';

interface CachedReaderDeps extends RequestsDeps {
  /** The folder for manifests and configurations, shared by all windows; undefined disables it. */
  readonly cacheFolder: string | undefined;
}

/** Reads registries with a cache on this machine; for tags, only the digest is requested. */
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
      // skip the request if nothing of the repository is cached
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

/** Identifies a configuration, in contrast to a layer. */
function isDocument(body: Buffer): boolean {
  return body[0] === '{'.charCodeAt(0);
}

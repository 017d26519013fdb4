import { isDigest, type ImageReference } from '../../domain/image/reference.ts';
import { isRegistryError } from '../../tools/registry/errors.ts';
import type { HttpCall } from '../../tools/registry/httpRequest.ts';
import { mostDocument } from '../images/bounds.ts';
import { createRequests, type RegistryState, type RequestsDeps } from './http/requests.ts';
import { nextPage, readTags } from './tagPages.ts';

/** Reads registries with the distribution API (opencontainers/distribution-spec). All reject with `RegistryError` or `CancelledError`. */
export interface RegistryReader extends RegistryState {
  /** The bytes of the index or manifest, which may not be text; its digest is not checked. */
  manifest(reference: ImageReference, signal?: AbortSignal): Promise<Buffer>;
  /** The digest that a tag points to now; undefined if the registry does not report it. Never counts as a pull. */
  digestOf(reference: ImageReference, signal?: AbortSignal): Promise<string | undefined>;
  /** The bytes of a blob of at most `most` bytes; its digest is not checked. */
  blob(reference: ImageReference, digest: string, most: number, signal?: AbortSignal): Promise<Buffer>;
  /** Streams the bytes of a blob without a time limit; its digest is not checked. Also rejects with the errors of `consume`. */
  stream(
    reference: ImageReference,
    digest: string,
    most: number,
    consume: NonNullable<HttpCall['consume']>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** The tags of a repository in the registry's order, up to a number worth showing. */
  tags(repository: ImageReference, signal?: AbortSignal): Promise<readonly string[]>;
  /** Ends pending requests. */
  dispose(): void;
}

/** Maximum number of pages of the tag list: each page is a request. */
const mostPages = 20;
const mostTags = 10_000;
const pageSize = 1000;

export function createRegistryReader(deps: RequestsDeps): RegistryReader {
  const { ask, ...state } = createRequests(deps);
  return {
    ...state,
    async manifest(reference, signal) {
      const { body } = await ask(reference, 'GET', `manifests/${nameIn(reference)}`, { most: mostDocument, signal });
      return body;
    },
    async digestOf(reference, signal) {
      try {
        const { headers } = await ask(reference, 'HEAD', `manifests/${nameIn(reference)}`, { most: 0, signal });
        const digest = headers.get('docker-content-digest');
        return digest !== undefined && isDigest(digest) ? digest : undefined;
      } catch (error) {
        if (isRegistryError(error) && (error.status === 405 || error.status === 501)) {
          return undefined;
        }
        throw error;
      }
    },
    async blob(reference, digest, most, signal) {
      return (await ask(reference, 'GET', `blobs/${digest}`, { most, signal })).body;
    },
    async stream(reference, digest, most, consume, signal) {
      await ask(reference, 'GET', `blobs/${digest}`, { most, signal, consume });
    },
    async tags(repository, signal) {
      const found = new Set<string>();
      let query: string | undefined = `?n=${pageSize}`;
      for (let page = 0; page < mostPages && query !== undefined && found.size < mostTags; page++) {
        const { headers, body } = await ask(repository, 'GET', `tags/list${query}`, { most: mostDocument, signal });
        for (const tag of readTags(body.toString('utf8'))) {
          found.add(tag);
        }
        query = nextPage(headers.get('link'));
      }
      return [...found].slice(0, mostTags);
    },
  };
}

function nameIn({ digest, tag = 'latest' }: ImageReference): string {
  return digest ?? tag;
}

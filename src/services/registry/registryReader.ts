import type { Credential } from '../../domain/configFiles/dockerConfig.ts';
import { isDigest, type ImageReference } from '../../domain/reference.ts';
import { readChallenge } from '../../tools/registry/challenge.ts';
import { isRegistryError, RegistryError } from '../../tools/registry/errors.ts';
import type { HttpAnswer, HttpCall } from '../../tools/registry/httpRequest.ts';
import { createBoundedCache } from '../boundedCache.ts';
import { createAuthorization } from './authorization.ts';
import { createHostGate } from './hostGate.ts';
import { readQuota, readRetryAfter, type Quota } from './limits.ts';
import { nextPage, readTags } from './tagPages.ts';
import { createTransport, type Call, type TransportDeps } from './transport.ts';

/** Reads registries by the distribution API (opencontainers/distribution-spec). All reject with `RegistryError` or `CancelledError`. */
export interface RegistryReader {
  /** The text of the index or manifest; whether it is the one that its digest names is not checked. */
  manifest(reference: ImageReference, signal?: AbortSignal): Promise<string>;
  /** The digest that a tag names now; undefined where the registry does not say. Counts as no pull anywhere. */
  digestOf(reference: ImageReference, signal?: AbortSignal): Promise<string | undefined>;
  /** The bytes of a blob of at most `most` bytes; not checked either. */
  blob(reference: ImageReference, digest: string, most: number, signal?: AbortSignal): Promise<Buffer>;
  /** Hands on the bytes of a blob as they come, however long that takes; not checked either. Rejects with what `consume` throws too. */
  stream(
    reference: ImageReference,
    digest: string,
    most: number,
    consume: NonNullable<HttpCall['consume']>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** The tags of a repository in the registry's order, as many as are worth showing. */
  tags(repository: ImageReference, signal?: AbortSignal): Promise<readonly string[]>;
  /** What the registry said last of how much it lets us read, while that counts. @param domain as a reference has it */
  quotaOf(domain: string): Quota | undefined;
  /** Ends what is under way. */
  dispose(): void;
}

export interface RegistryReaderDeps extends Omit<TransportDeps, 'timeout' | 'now'> {
  readonly credentials: (domain: string) => Promise<Credential | undefined>;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  /** Milliseconds that an answer may take. */
  readonly timeout?: number;
}

/** What a registry must be told that we understand; else it answers 404, or converts. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*;q=0.1',
].join(', ');

const atOnce = 8;
/** The limit that the distribution specification lets registries have for a manifest. */
const mostManifest = 4 * 1024 * 1024;
const mostToken = 256 * 1024;
const usualTimeout = 20_000;
const rememberedHosts = 100;
/** Of the list of tags: a page is a request. */
const mostPages = 20;
const mostTags = 10_000;
const pageSize = 1000;

export function createRegistryReader({
  credentials,
  now,
  timeout = usualTimeout,
  ...ways
}: RegistryReaderDeps): RegistryReader {
  const ended = new AbortController();
  const gate = createHostGate(atOnce, now);
  const transport = createTransport({ ...ways, timeout, now });
  const quotas = createBoundedCache<{ readonly quota: Quota; readonly until: number }>(rememberedHosts);
  const authorization = createAuthorization({
    credentials,
    send: (host, { url, ...call }) => transport.askFor(host, url, { ...call, most: mostToken, signal: ended.signal }),
    now,
  });

  /** @param what behind the name of the repository */
  async function ask(
    { domain, path: repository }: ImageReference,
    method: 'GET' | 'HEAD',
    what: string,
    { signal, ...more }: Pick<Call, 'most' | 'signal' | 'consume'>,
  ): Promise<HttpAnswer> {
    const host = hostOf(domain);
    const audience = { host, repository, domain };
    const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    const once = (authorized: string | undefined) => {
      const headers = { accept, ...(authorized !== undefined && { authorization: authorized }) };
      return transport.ask(host, `/v2/${repository}/${what}`, { method, headers, ...more, signal: either });
    };
    /** What a registry wants to know; where it sent us has no say in that. */
    const challengeIn = ({ answer, isOwn }: Awaited<ReturnType<typeof once>>) =>
      answer.status === 401 && isOwn ? readChallenge(answer.headers.get('www-authenticate')) : undefined;

    async function answered(): Promise<HttpAnswer> {
      const first = await once(authorization.known(audience));
      const challenge = challengeIn(first);
      const login = challenge && (await authorization.obtain(audience, challenge));
      if (!login) {
        return first.answer;
      }
      const second = await once(login.header);
      const still = challengeIn(second);
      const isForbidden = still?.scheme === 'bearer' && still.error === 'insufficient_scope' && !login.anonymous;
      // it knows who we are
      return isForbidden ? { ...second.answer, status: 403 } : second.answer;
    }

    return gate.enter(
      host,
      async () => {
        try {
          const answer = await answered();
          const quota = readQuota(answer);
          if (quota) {
            quotas.set(domain, { quota, until: now() + quota.window * 1000 });
          }
          if (answer.status === 200) {
            return answer;
          }
          throw new RegistryError('status', `${host} answered ${answer.status}`, {
            status: answer.status,
            retryAfter: readRetryAfter(answer.headers.get('retry-after'), Date.now()),
          });
        } catch (error) {
          if (isRegistryError(error)) {
            leaveAlone(host, error);
          }
          throw error;
        }
      },
      either,
    );
  }

  /** A registry and its token service have one limit. */
  function leaveAlone(host: string, { status, retryAfter }: RegistryError): void {
    if (status === 429 || (status === 503 && retryAfter !== undefined)) {
      gate.hold(host, retryAfter ?? 5);
    }
  }

  return {
    async manifest(reference, signal) {
      const { body } = await ask(reference, 'GET', `manifests/${nameIn(reference)}`, { most: mostManifest, signal });
      return body.toString('utf8');
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
        const { headers, body } = await ask(repository, 'GET', `tags/list${query}`, { most: mostManifest, signal });
        for (const tag of readTags(body.toString('utf8'))) {
          found.add(tag);
        }
        query = nextPage(headers.get('link'));
      }
      return [...found].slice(0, mostTags);
    },
    quotaOf(domain) {
      const told = quotas.get(domain);
      return told && told.until > now() ? told.quota : undefined;
    },
    dispose() {
      ended.abort();
    },
  };
}

function nameIn({ digest, tag = 'latest' }: ImageReference): string {
  return digest ?? tag;
}

/** Docker Hub's API has a name of its own. */
function hostOf(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

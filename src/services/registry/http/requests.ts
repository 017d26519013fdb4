import type { ImageReference } from '../../../domain/image/reference.ts';
import { readChallenge } from '../../../tools/registry/challenge.ts';
import type { HttpAnswer } from '../../../tools/registry/httpRequest.ts';
import { afterwards, type After } from '../../concurrency/timer.ts';
import { createLruCache } from '../../concurrency/lruCache.ts';
import { createAuthorization, type Login } from '../login/authorization.ts';
import type { Credentials } from '../login/credentials.ts';
import { createHostGate } from './hostGate.ts';
import { pauseIn, readQuota, statusError, type Quota } from './quota.ts';
import { createTransport, type Call, type TransportDeps } from './transport.ts';

/** The state of requests to registries. Domains have the form used in references. */
export interface RegistryState {
  /** The registry's last information about remaining reads, while it is valid. */
  quotaOf(domain: string): Quota | undefined;
  /** Number of seconds that all requests to the registry wait at its request; undefined if they do not wait. */
  waitOf(domain: string): number | undefined;
  /** Calls back when the value of `waitOf` changes, until the returned function is called. */
  onDidChangeWaits(listener: () => void): () => void;
  /** The user requested a retry: ends the pause and looks up the login again. */
  tryAgain(domain: string): void;
}

/** Sends requests to registries with Docker's login and within their limits. */
export interface Requests extends RegistryState {
  /**
   * A response with status 200; otherwise rejects with `RegistryError` or `CancelledError`.
   *
   * @param what the path after the repository name
   */
  readonly ask: (
    repository: ImageReference,
    method: 'GET' | 'HEAD',
    what: string,
    more: Pick<Call, 'most' | 'signal' | 'consume'>,
  ) => Promise<HttpAnswer>;
  /** Ends pending requests. */
  dispose(): void;
}

export interface RequestsDeps extends Omit<TransportDeps, 'timeout'> {
  readonly credentials: Credentials;
  /** Time limit for a response in milliseconds. */
  readonly timeout?: number;
  /** By default, the system clock. */
  readonly after?: After;
}

/** The accepted media types; without them, a registry responds with 404 or converts the content. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*;q=0.1',
].join(', ');

/** Requests to one host at a time. */
export const requestsAtOnce = 8;
const mostToken = 256 * 1024;
const usualTimeout = 20_000;
const rememberedHosts = 100;

export function createRequests({
  credentials,
  now,
  timeout = usualTimeout,
  after = afterwards,
  ...ways
}: RequestsDeps): Requests {
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  const gate = createHostGate({
    ...{ atOnce: requestsAtOnce, now, after, pauseIn },
    changed: () => {
      for (const listener of listeners) {
        listener();
      }
    },
  });
  const transport = createTransport({ ...ways, timeout, now });
  const quotas = createLruCache<{ readonly quota: Quota; readonly until: number }>(rememberedHosts);
  /** The logins at the time of the refusals. */
  const closedWith = createLruCache<string>(rememberedHosts);
  const authorization = createAuthorization({
    credentials,
    send: (host, { url, ...call }) => transport.askFor(host, url, { ...call, most: mostToken }),
    now,
  });

  /** Logs in if required; repeats the request if a cached login is no longer valid. */
  async function answered(
    audience: { readonly host: string; readonly repository: string; readonly domain: string },
    send: (login: Login | undefined) => ReturnType<typeof transport.ask>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    /** The registry's challenge; the target of a redirect has no influence on it. */
    const asked = async (login: Login | undefined) => {
      const { answer, isOwn } = await send(login);
      const isRefused = answer.status === 401 && isOwn;
      if (isRefused && login) {
        authorization.refused(audience, login);
      }
      return { answer, challenge: isRefused ? readChallenge(answer.headers.get('www-authenticate')) : undefined };
    };
    const first = await asked(await authorization.known(audience, signal));
    const login = first.challenge && (await authorization.obtain(audience, first.challenge, signal));
    if (!login) {
      return first.answer;
    }
    const { answer, challenge } = await asked(login);
    const isForbidden =
      challenge?.scheme === 'bearer' && challenge.error === 'insufficient_scope' && !login.isAnonymous;
    // the request was authenticated
    return isForbidden ? { ...answer, status: 403 } : answer;
  }

  return {
    async ask({ domain, path: repository }, method, what, { signal, ...more }) {
      const host = hostOf(domain);
      const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
      const send = (login: Login | undefined) => {
        const headers = { accept, ...(login && { authorization: login.header }) };
        return transport.ask(host, `/v2/${repository}/${what}`, { method, headers, ...more, signal: either });
      };
      if (gate.isClosed(host) && closedWith.get(host) !== (await credentials.version())) {
        gate.lift(host);
      }
      const work = async () => {
        const answer = await answered({ host, repository, domain }, send, either);
        const quota = readQuota(answer);
        if (quota) {
          quotas.set(domain, { quota, until: now() + quota.window * 1000 });
        }
        if (answer.status !== 200) {
          throw statusError(host, answer);
        }
        return answer;
      };
      try {
        return await gate.enter(host, work, either);
      } catch (error) {
        if (pauseIn(error)) {
          closedWith.set(host, await credentials.version());
        }
        throw error;
      }
    },
    quotaOf(domain) {
      const told = quotas.get(domain);
      return told && told.until > now() ? told.quota : undefined;
    },
    waitOf: (domain) => gate.waitOf(hostOf(domain)),
    onDidChangeWaits(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tryAgain(domain) {
      credentials.forget(domain);
      gate.lift(hostOf(domain));
    },
    dispose() {
      ended.abort();
      listeners.clear();
    },
  };
}

/** The API of Docker Hub has its own host name. */
function hostOf(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

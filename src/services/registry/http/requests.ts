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

/** How registries are doing with what they are asked. Domains are as references have them. */
export interface RegistryState {
  /** What the registry said last of how much it lets us read, while that counts. */
  quotaOf(domain: string): Quota | undefined;
  /** Seconds that everything asked of the registry is waiting for, as it wants; undefined where nothing has to. */
  waitOf(domain: string): number | undefined;
  /** Calls back when `waitOf` says something else, until what it returns is called. */
  onDidChangeWaits(listener: () => void): () => void;
  /** Somebody wants the registry to be asked again, however long it wants to be left alone, and the login looked up anew. */
  tryAgain(domain: string): void;
}

/** Asks registries, logged in as Docker would be, and no more often than they want. */
export interface Requests extends RegistryState {
  /**
   * An answer with status 200; anything else rejects with `RegistryError` or `CancelledError`.
   *
   * @param what behind the name of the repository
   */
  readonly ask: (
    repository: ImageReference,
    method: 'GET' | 'HEAD',
    what: string,
    more: Pick<Call, 'most' | 'signal' | 'consume'>,
  ) => Promise<HttpAnswer>;
  /** Ends what is under way. */
  dispose(): void;
}

export interface RequestsDeps extends Omit<TransportDeps, 'timeout'> {
  readonly credentials: Credentials;
  /** Milliseconds that an answer may take. */
  readonly timeout?: number;
  /** By the clock of this machine by default. */
  readonly after?: After;
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
    ...{ atOnce, now, after, pauseIn },
    changed: () => {
      for (const listener of listeners) {
        listener();
      }
    },
  });
  const transport = createTransport({ ...ways, timeout, now });
  const quotas = createLruCache<{ readonly quota: Quota; readonly until: number }>(rememberedHosts);
  /** The logins that there were when hosts closed. */
  const closedWith = createLruCache<string>(rememberedHosts);
  const authorization = createAuthorization({
    credentials,
    send: (host, { url, ...call }) => transport.askFor(host, url, { ...call, most: mostToken }),
    now,
  });

  /** Logs in where that is wanted; twice where what was good the last time is not any more. */
  async function answered(
    audience: { readonly host: string; readonly repository: string; readonly domain: string },
    send: (login: Login | undefined) => ReturnType<typeof transport.ask>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    /** What a registry wants to know; where it sent us has no say in that. */
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
    // it knows who we are
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

/** Docker Hub's API has a name of its own. */
function hostOf(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

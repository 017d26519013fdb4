import type { LookupFunction } from 'node:net';
import { isRegistryError, RegistryError } from '../../../tools/registry/errors.ts';
import { sendRequest, type HttpAnswer, type HttpCall } from '../../../tools/registry/httpRequest.ts';
import { createLookups, isLoopback, isName, maySendTo, type Resolve } from './destinations.ts';

export type Call = Omit<HttpCall, 'url' | 'timeout' | 'ca' | 'unverified' | 'lookup'> & {
  /** Milliseconds for the whole request, including redirects. */
  readonly timeout?: number;
};

interface Delivery {
  readonly answer: HttpAnswer;
  /** Whether the response came from the registry itself, and not from a redirect. */
  readonly isOwn: boolean;
}

export interface Transport {
  /** Sends a request to a registry and follows redirects without forwarding the credentials. */
  ask(host: string, path: string, call: Call): Promise<Delivery>;
  /** Requests the URL that a registry names; does not follow redirects. */
  askFor(host: string, url: URL, call: Call): Promise<HttpAnswer>;
}

export interface TransportDeps {
  /** PEM certificates of authorities trusted for this host in addition to the system's; undefined uses the default ones. */
  readonly authorities: (host: string) => Promise<readonly string[] | undefined>;
  /** Whether the registry may be used without TLS or with an unknown certificate. Called only if the registry requires it. */
  readonly isInsecure: (host: string, signal?: AbortSignal) => Promise<boolean>;
  /** Time limit for a response in milliseconds. */
  readonly timeout: number;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
  /** By default, the system's. */
  readonly resolve?: Resolve;
}

/** How to connect to a host: `unverified` is TLS with any certificate. */
type Manner = 'https' | 'unverified' | 'http';

const mostRedirects = 5;

/** Sends requests to registries. All reject with `RegistryError` or `CancelledError`. */
export function createTransport({ authorities, isInsecure, timeout, now, resolve }: TransportDeps): Transport {
  /** The working connection type of hosts without proper HTTPS. */
  const manners = new Map<string, Manner>();
  const lookups = createLookups(resolve);

  async function send(host: string, url: URL, call: Call, manner?: Manner): Promise<HttpAnswer> {
    const lookup = lookupFor(host, url);
    return sendRequest({
      timeout,
      ...call,
      url,
      ca: await authorities(url.host),
      ...(manner === 'unverified' && { unverified: true }),
      ...(lookup && { lookup }),
    });
  }

  /** Plain HTTP to this machine must not reach another one, and requests to other machines must not reach this one. */
  function lookupFor(host: string, url: URL): LookupFunction | undefined {
    if (isName(url) && isLoopback(url.host)) {
      return lookups.loopback;
    }
    return isAt(url, host) || isLoopback(host) ? undefined : lookups.outside;
  }

  async function inManner(host: string, path: string, call: Call, manner: Manner) {
    const address = `${manner === 'http' ? 'http' : 'https'}://${host}${path}`;
    if (!URL.canParse(address)) {
      throw new RegistryError('name', `${host} is no host`);
    }
    const from = new URL(address);
    return { from, answer: await send(host, from, call, manner) };
  }

  /** Proper HTTPS, or what remains if the registry may do without. */
  async function askAnyhow(host: string, path: string, call: Call) {
    const known = manners.get(host);
    if (known !== undefined && (await mayDoWithout(host, call.signal))) {
      return inManner(host, path, call, known);
    }
    try {
      return await inManner(host, path, call, 'https');
    } catch (error) {
      const manner = await mannerAfter(error, host, call.signal);
      if (manner === undefined) {
        throw error;
      }
      const delivery = await inManner(host, path, call, manner);
      manners.set(host, manner);
      return delivery;
    }
  }

  /** The connection types to try after HTTPS failed. */
  async function mannerAfter(
    error: unknown,
    host: string,
    signal: AbortSignal | undefined,
  ): Promise<Manner | undefined> {
    const kind = isRegistryError(error) ? error.kind : undefined;
    // without a port, nothing listens at the HTTPS port
    if (kind === 'plainHttp' || (kind === 'connection' && !/:\d+$/.test(host))) {
      return (await mayDoWithout(host, signal)) ? 'http' : undefined;
    }
    return kind === 'certificate' && (await isInsecure(host, signal)) ? 'unverified' : undefined;
  }

  async function mayDoWithout(host: string, signal: AbortSignal | undefined): Promise<boolean> {
    return isLoopback(host) || isInsecure(host, signal);
  }

  /** Refuses redirects to forbidden destinations. */
  async function check(host: string, from: URL, to: URL, signal: AbortSignal | undefined): Promise<void> {
    const isAllowed = to.protocol === 'https:' || (to.protocol === 'http:' && (await mayDoWithout(to.host, signal)));
    if (!isAllowed) {
      throw new RegistryError('broken', `${from.host} sends us to ${to.host} without https`);
    }
    if (!isAt(to, host) && !maySendTo(host, to)) {
      throw new RegistryError('broken', `${from.host} sends us to ${to.host}, which is this machine`);
    }
  }

  return {
    async ask(host, path, call) {
      const until = now() + (call.timeout ?? timeout);
      let { from, answer } = await askAnyhow(host, path, call);
      let isOwn = true;
      const { protocol } = from;
      const { authorization, ...others } = call.headers;
      for (let hops = 0; isRedirect(answer.status); hops++) {
        const location = answer.headers.get('location') ?? '';
        if (hops === mostRedirects || !URL.canParse(location, from.href)) {
          throw new RegistryError('broken', `${host} redirects without end`);
        }
        const to = new URL(location, from);
        await check(host, from, to, call.signal);
        isOwn = isAt(to, host) && to.protocol === protocol;
        const headers = isOwn && authorization !== undefined ? { ...others, authorization } : others;
        const next = { ...call, headers, timeout: Math.max(1, until - now()) };
        answer = await send(host, withoutLogin(to), next, isOwn ? manners.get(host) : undefined);
        from = to;
      }
      return { answer, isOwn };
    },
    async askFor(host, url, call) {
      await check(host, new URL(`https://${host}`), url, call.signal);
      return send(host, withoutLogin(url), call, isAt(url, host) ? manners.get(host) : undefined);
    },
  };
}

/** URLs have lowercase hosts and no default port. */
function isAt(url: URL, host: string): boolean {
  return url.host === new URL(`${url.protocol}//${host}`).host;
}

/** Node would turn it into a header. */
function withoutLogin(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Credential } from '../../domain/configFiles/dockerConfig.ts';
import { isDigest, type ImageReference } from '../../domain/reference.ts';
import { readChallenge } from '../../tools/registry/challenge.ts';
import { isRegistryError, RegistryError } from '../../tools/registry/errors.ts';
import { sendRequest, type HttpAnswer, type HttpCall } from '../../tools/registry/httpRequest.ts';
import { createAuthorization } from './authorization.ts';
import { createHostGate } from './hostGate.ts';

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
  /** Closes its connections. */
  dispose(): void;
}

export interface RegistryReaderDeps {
  readonly credentials: (domain: string) => Promise<Credential | undefined>;
  /** Certificates in PEM of authorities that are trusted for this host alone, with those of the system; undefined: the usual ones. */
  readonly authorities: (host: string) => Promise<readonly string[] | undefined>;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  /** Milliseconds that an answer may take. */
  readonly timeout?: number;
}

type Call = Omit<HttpCall, 'url' | 'agents' | 'timeout' | 'ca'>;

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
const mostRedirects = 5;
const usualTimeout = 20_000;

export function createRegistryReader({
  credentials,
  authorities,
  now,
  timeout = usualTimeout,
}: RegistryReaderDeps): RegistryReader {
  const agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: atOnce }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: atOnce }),
  };
  const gate = createHostGate(atOnce, now);
  const plain = new Set<string>();
  const send = async (call: Call & Pick<HttpCall, 'url'>): Promise<HttpAnswer> =>
    sendRequest({ timeout, ...call, agents, ca: await authorities(call.url.host) });
  const authorization = createAuthorization({
    credentials,
    send: (call) => send({ ...call, most: mostToken }),
    isPlainAllowed: isLoopback,
    now,
  });

  /** https, or http where that is all that a registry on this machine speaks. */
  async function sendTo(host: string, path: string, call: Call) {
    const at = (scheme: string) => new URL(`${scheme}://${host}${path}`);
    if (plain.has(host)) {
      return { url: at('http'), answer: await send({ ...call, url: at('http') }) };
    }
    try {
      return { url: at('https'), answer: await send({ ...call, url: at('https') }) };
    } catch (error) {
      if (!isLoopback(host) || !isRegistryError(error) || error.kind !== 'plainHttp') {
        throw error;
      }
      const answer = await send({ ...call, url: at('http') });
      plain.add(host);
      return { url: at('http'), answer };
    }
  }

  async function ask(
    { domain, path: repository }: ImageReference,
    method: 'GET' | 'HEAD',
    what: string,
    more: Pick<Call, 'most' | 'signal' | 'consume'>,
  ): Promise<HttpAnswer> {
    const host = hostOf(domain);
    const audience = { host, repository, domain };
    const once = async (authorized: string | undefined) => {
      const headers = { accept, ...(authorized !== undefined && { authorization: authorized }) };
      const call = { method, headers, ...more };
      const { url, answer } = await sendTo(host, `/v2/${repository}/${what}`, call);
      return follow(url, answer, call);
    };
    return gate.enter(host, async () => {
      let answer = await once(authorization.known(audience));
      if (answer.status === 401) {
        const challenge = readChallenge(answer.headers.get('www-authenticate'));
        const authorized = challenge && (await authorization.obtain(audience, challenge));
        answer = authorized === undefined ? answer : await once(authorized);
      }
      if (answer.status === 200) {
        return answer;
      }
      const retryAfter = readRetryAfter(answer.headers.get('retry-after'));
      if (answer.status === 429 || (answer.status === 503 && retryAfter !== undefined)) {
        gate.hold(host, retryAfter ?? 5);
      }
      throw new RegistryError('status', `${host} answered ${answer.status}`, { status: answer.status, retryAfter });
    });
  }

  /** Blobs often lie elsewhere: nobody else is told how we log in here. */
  async function follow(from: URL, first: HttpAnswer, call: Call): Promise<HttpAnswer> {
    let [url, answer] = [from, first];
    const { authorization: own, ...others } = call.headers;
    for (let hops = 0; isRedirect(answer.status); hops++) {
      const location = answer.headers.get('location') ?? '';
      if (hops === mostRedirects || !URL.canParse(location, url.href)) {
        throw new RegistryError('broken', `${from.host} redirects without end`);
      }
      url = new URL(location, url);
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.host))) {
        throw new RegistryError('broken', `${from.host} redirects to ${url.host} without https`);
      }
      const isOwn = url.host === from.host && url.protocol === from.protocol;
      const headers = isOwn && own !== undefined ? { ...others, authorization: own } : others;
      answer = await send({ ...call, url, headers });
    }
    return answer;
  }

  return {
    async manifest(reference, signal) {
      const { body } = await ask(reference, 'GET', `manifests/${nameIn(reference)}`, {
        most: mostManifest,
        signal,
      });
      return body.toString('utf8');
    },
    async digestOf(reference, signal) {
      const { headers } = await ask(reference, 'HEAD', `manifests/${nameIn(reference)}`, { most: 0, signal });
      const digest = headers.get('docker-content-digest');
      return digest !== undefined && isDigest(digest) ? digest : undefined;
    },
    async blob(reference, digest, most, signal) {
      return (await ask(reference, 'GET', `blobs/${digest}`, { most, signal })).body;
    },
    async stream(reference, digest, most, consume, signal) {
      await ask(reference, 'GET', `blobs/${digest}`, { most, signal, consume });
    },
    dispose() {
      agents.http.destroy();
      agents.https.destroy();
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

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Where Docker too speaks plain http without being told (moby registry/config.go). */
function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/.test(host);
}

/** Seconds; a date says when (RFC 9110 §10.2.3). */
function readRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  if (/^\d{1,9}$/.test(header)) {
    return Number(header);
  }
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

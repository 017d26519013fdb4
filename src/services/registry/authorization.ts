import type { Credential } from '../../domain/configFiles/dockerConfig.ts';
import type { Challenge } from '../../tools/registry/challenge.ts';
import { RegistryError } from '../../tools/registry/errors.ts';
import type { HttpAnswer, HttpCall } from '../../tools/registry/httpRequest.ts';
import { createBoundedCache } from '../boundedCache.ts';
import { readRetryAfter } from './limits.ts';

/** Whom a header is for: one repository of one registry. */
interface Audience {
  readonly host: string;
  readonly repository: string;
  /** As a reference has it: what Docker keeps the password under. */
  readonly domain: string;
}

interface Login {
  readonly header: string;
  /** Nobody's: there is no password for the registry. */
  readonly anonymous: boolean;
}

export interface Authorization {
  /** What was good the last time, if it still can be. */
  known(audience: Audience): string | undefined;
  /** Answers a challenge; calls for one audience share the answer, so it cannot be cancelled. Undefined where there is no way to log in. */
  obtain(audience: Audience, challenge: Challenge): Promise<Login | undefined>;
}

export interface AuthorizationDeps {
  readonly credentials: (domain: string) => Promise<Credential | undefined>;
  /** Asks the token service that the registry at `host` names, unless it must not be asked. */
  readonly send: (host: string, call: TokenCall) => Promise<HttpAnswer>;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
}

interface Header {
  readonly text: string;
  readonly until: number;
}

type TokenCall = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body'>;

/** Repositories whose header is remembered. */
const remembered = 500;

/** What distribution's specification says where a token does not tell how long it lives, in seconds; and a margin. */
const usualLife = 60;
const margin = 10;
const longestLife = 60 * 60;

/** Logs in to registries as their challenges want it: with a password, or a token for reading one repository. */
export function createAuthorization({ credentials, send, now }: AuthorizationDeps): Authorization {
  const headers = createBoundedCache<Header>(remembered);
  const asked = new Map<string, Promise<Login | undefined>>();
  const keyOf = ({ host, repository }: Audience) => `${host}/${repository}`;

  async function answer(audience: Audience, challenge: Challenge): Promise<Login | undefined> {
    const credential = await credentials(audience.domain);
    if (challenge.scheme === 'basic') {
      if (credential === undefined || credential.identityToken !== undefined) {
        return undefined;
      }
      return { header: keep(audience, basic(credential), longestLife), anonymous: false };
    }
    const { token, seconds } = await tokenOf(audience, challenge, credential);
    return { header: keep(audience, `Bearer ${token}`, seconds), anonymous: credential === undefined };
  }

  function keep(audience: Audience, text: string, seconds: number): string {
    headers.set(keyOf(audience), { text, until: now() + Math.max(0, seconds - margin) * 1000 });
    return text;
  }

  async function tokenOf(
    { host, repository }: Audience,
    { realm, service, scope = `repository:${repository}:pull` }: Extract<Challenge, { scheme: 'bearer' }>,
    credential: Credential | undefined,
  ): Promise<{ readonly token: string; readonly seconds: number }> {
    const url = new URL(realm);
    const fields = { ...(service !== undefined && { service }), scope };
    const reply = await send(
      host,
      credential?.identityToken === undefined
        ? withPassword(url, fields, credential)
        : withIdentity(url, fields, credential.identityToken),
    );
    if (reply.status !== 200) {
      throw new RegistryError('status', `the token service ${url.host} answered ${reply.status}`, {
        status: reply.status,
        retryAfter: readRetryAfter(reply.headers.get('retry-after'), Date.now()),
      });
    }
    return readToken(reply.body.toString('utf8'), url.host);
  }

  return {
    known(audience) {
      const header = headers.get(keyOf(audience));
      return header !== undefined && header.until > now() ? header.text : undefined;
    },
    obtain(audience, challenge) {
      const key = keyOf(audience);
      const current = asked.get(key);
      if (current) {
        return current;
      }
      const began = answer(audience, challenge).finally(() => {
        asked.delete(key);
      });
      asked.set(key, began);
      return began;
    },
  };
}

type Fields = Readonly<Record<string, string>>;
function withPassword(realm: URL, fields: Fields, credential: Credential | undefined): TokenCall {
  const url = new URL(realm);
  for (const [name, value] of Object.entries(fields)) {
    url.searchParams.set(name, value);
  }
  return {
    method: 'GET',
    url,
    headers: credential === undefined ? {} : { authorization: basic(credential) },
  };
}

/** Distribution's OAuth 2 form (docs/spec/auth/oauth.md). */
function withIdentity(url: URL, fields: Fields, token: string): TokenCall {
  const form = { ...fields, grant_type: 'refresh_token', refresh_token: token, client_id: 'multiarch-builds' };
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
}

function basic({ user, password }: Credential): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function readToken(body: string, host: string): { readonly token: string; readonly seconds: number } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // said below
  }
  const answer: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const token = answer.token ?? answer.access_token;
  // it becomes a header
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,65536}$/.test(token)) {
    throw new RegistryError('broken', `the token service ${host} gave no token`);
  }
  const life = typeof answer.expires_in === 'number' ? answer.expires_in : usualLife;
  return { token, seconds: Math.min(Math.max(life, usualLife), longestLife) };
}

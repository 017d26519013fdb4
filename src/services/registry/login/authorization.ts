import { parseJson } from '../../../domain/untrusted/json.ts';
import { mapping } from '../../../domain/untrusted/values.ts';
import type { Credential } from '../../../domain/configFiles/dockerConfig.ts';
import type { Challenge } from '../../../tools/registry/challenge.ts';
import { RegistryError } from '../../../tools/registry/errors.ts';
import type { HttpAnswer, HttpCall } from '../../../tools/registry/httpRequest.ts';
import { createLruCache } from '../../concurrency/lruCache.ts';
import { createSingleFlight } from '../../concurrency/singleFlight.ts';
import type { Credentials } from './credentials.ts';
import { statusError } from '../http/quota.ts';

/** The audience of a header: one repository of one registry. */
interface Audience {
  readonly host: string;
  readonly repository: string;
  /** In the form used in references, which is Docker's key for the password. */
  readonly domain: string;
}

/** The authorization of a request. */
export interface Login {
  readonly header: string;
  /** Anonymous: there is no password for the registry. */
  readonly isAnonymous: boolean;
  /** A key for the credentials; a token is not stored together with its password. */
  readonly credential?: Credential;
}

export interface Authorization {
  /** The cached authorization, if it may still be valid. */
  known(audience: Audience, signal?: AbortSignal): Promise<Login | undefined>;
  /**
   * Answers a challenge; concurrent calls for one audience share the answer, and each can cancel its wait. Undefined if there is no way to
   * log in.
   */
  obtain(audience: Audience, challenge: Challenge, signal?: AbortSignal): Promise<Login | undefined>;
  /** The registry rejected it: it is not used again. */
  refused(audience: Audience, login: Login): void;
}

export interface AuthorizationDeps {
  readonly credentials: Pick<Credentials, 'find' | 'refused'>;
  /** Requests a token from the token service that the registry at `host` names, unless it is forbidden. */
  readonly send: (host: string, call: TokenCall) => Promise<HttpAnswer>;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
}

/** How to log in for an audience. */
type Known = 'basic' | { readonly login: Login; readonly until: number };

type TokenCall = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body' | 'signal'>;

/** Maximum number of repositories with a remembered login. */
const remembered = 500;

/** The default lifetime of a token in seconds according to the distribution specification, and a margin. */
const usualLife = 60;
const margin = 10;
const longestLife = 60 * 60;

/** Status codes of a token service that refer to the password and not to the service. */
const refusals = [400, 401, 403];

/** Logs in to registries according to their challenges: with a password, or with a token for reading one repository. */
export function createAuthorization({ credentials, send, now }: AuthorizationDeps): Authorization {
  const ways = createLruCache<Known>(remembered);
  const asking = createSingleFlight<Login | undefined>();
  const keyOf = ({ host, repository }: Audience) => `${host}/${repository}`;

  async function answer(
    audience: Audience,
    challenge: Challenge,
    signal: AbortSignal | undefined,
  ): Promise<Login | undefined> {
    if (challenge.scheme === 'basic') {
      ways.set(keyOf(audience), 'basic');
      return basicLogin(audience, signal);
    }
    const credential = await credentials.find(audience.domain, signal);
    const { token, seconds } = await tokenOf(audience, challenge, credential, signal);
    const login = { header: `Bearer ${token}`, isAnonymous: credential === undefined };
    ways.set(keyOf(audience), { login, until: now() + Math.max(0, seconds - margin) * 1000 });
    return login;
  }

  /** The password is requested each time; its cache is elsewhere. */
  async function basicLogin({ domain }: Audience, signal: AbortSignal | undefined): Promise<Login | undefined> {
    const credential = await credentials.find(domain, signal);
    return credential === undefined || credential.identityToken !== undefined
      ? undefined
      : { header: basic(credential), isAnonymous: false, credential };
  }

  async function tokenOf(
    { host, repository, domain }: Audience,
    { realm, service, scope = `repository:${repository}:pull` }: Extract<Challenge, { scheme: 'bearer' }>,
    credential: Credential | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly token: string; readonly seconds: number }> {
    const url = new URL(realm);
    const fields = { ...(service !== undefined && { service }), scope };
    const call =
      credential?.identityToken === undefined
        ? withPassword(url, fields, credential)
        : withIdentity(url, fields, credential.identityToken);
    const reply = await send(host, { ...call, signal });
    if (reply.status !== 200) {
      if (credential && refusals.includes(reply.status)) {
        credentials.refused(domain, credential);
      }
      throw statusError(`the token service ${url.host}`, reply);
    }
    return readToken(reply.body.toString('utf8'), url.host);
  }

  return {
    async known(audience, signal) {
      const way = ways.get(keyOf(audience));
      if (way === 'basic') {
        return basicLogin(audience, signal);
      }
      return way !== undefined && way.until > now() ? way.login : undefined;
    },
    obtain: (audience, challenge, signal) => asking(keyOf(audience), signal, (own) => answer(audience, challenge, own)),
    refused(audience, { header, credential }) {
      const way = ways.get(keyOf(audience));
      if (way !== 'basic' && way?.login.header === header) {
        ways.delete(keyOf(audience));
      }
      // an expired or insufficient token says nothing about the password
      if (credential) {
        credentials.refused(audience.domain, credential);
      }
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

/** OAuth 2 in the form of the distribution project (docs/spec/auth/oauth.md). */
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
  const answer = mapping(parseJson(body));
  const token = answer.token ?? answer.access_token;
  // it becomes a header
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,65536}$/.test(token)) {
    throw new RegistryError('broken', `the token service ${host} gave no token`);
  }
  const life = typeof answer.expires_in === 'number' ? answer.expires_in : usualLife;
  return { token, seconds: Math.min(Math.max(life, usualLife), longestLife) };
}

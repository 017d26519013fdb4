import { parseJson } from '../untrusted/json.ts';
import { trimEnd } from '../untrusted/trim.ts';
import { mapping, text } from '../untrusted/values.ts';

/** The login for a registry in Docker's config.json. */
export interface RegistryLogin {
  /** The program `docker-credential-<helper>` provides the password. */
  readonly helper?: string;
  /** The helper's name of the registry. */
  readonly server: string;
  /** The credentials in the file itself. */
  readonly stored?: Credential;
}

export interface Credential {
  readonly user: string;
  readonly password: string;
  /** Replaces a password: it is exchanged for tokens. */
  readonly identityToken?: string;
}

/** Docker Hub's name since its first version (docker/cli, `IndexServer`). */
const dockerHub = 'https://index.docker.io/v1/';

/**
 * Looks up a registry as Docker does (docker/cli cli/config/configfile): a helper for this registry, the helper for all registries, or an
 * entry of the file with the host's name or one of its old addresses.
 *
 * @param config the untrusted text of config.json
 * @param domain as in references: `docker.io`, `localhost:5000`
 */
export function registryLogin(config: string, domain: string): RegistryLogin {
  const settings = readSettings(config);
  const server = domain === 'docker.io' ? dockerHub : domain;
  const helper = helperName(text(own(mapping(settings.credHelpers), server)) ?? text(settings.credsStore));
  const auths = mapping(settings.auths);
  const names = [server, ...Object.keys(auths).filter((name) => hostOf(name) === hostOf(server))];
  const stored = names.map((name) => credential(own(auths, name))).find((each) => each !== undefined);
  return { server, ...(helper !== undefined && { helper }), ...(stored && { stored }) };
}

/** The answer of a helper's `get`; undefined if it has none. The user `<token>` indicates an identity token. */
export function helperCredential(answer: string): Credential | undefined {
  const { Username, Secret } = readSettings(answer);
  const [user, secret] = [text(Username), text(Secret)];
  if (user === undefined || secret === undefined) {
    return undefined;
  }
  return user === '<token>' ? { user: '', password: '', identityToken: secret } : { user, password: secret };
}

function credential(entry: unknown): Credential | undefined {
  const { auth, username, password, identitytoken } = mapping(entry);
  const identityToken = text(identitytoken);
  const decoded = decode(text(auth) ?? '');
  const colon = decoded.indexOf(':');
  const user = colon > 0 ? decoded.slice(0, colon) : text(username);
  const secret = colon > 0 ? trimEnd(decoded.slice(colon + 1), '\0') : text(password);
  if (identityToken !== undefined) {
    return { user: user ?? '', password: '', identityToken };
  }
  return user === undefined || secret === undefined ? undefined : { user, password: secret };
}

function decode(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** It becomes the name of a program. */
function helperName(name: string | undefined): string | undefined {
  return name !== undefined && /^[\w.-]{1,64}$/.test(name) && !name.startsWith('-') ? name : undefined;
}

function hostOf(address: string): string {
  const [host = ''] = address.replace(/^https?:\/\//, '').split('/', 1);
  return host;
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function readSettings(config: string): Readonly<Record<string, unknown>> {
  return mapping(parseJson(config));
}

import { parseJson } from '../untrusted/json.ts';
import { trimEnd } from '../untrusted/trim.ts';
import { mapping, text } from '../untrusted/values.ts';

/** What Docker's config.json says of logging in to one registry. */
export interface RegistryLogin {
  /** The program `docker-credential-<helper>` knows the password. */
  readonly helper?: string;
  /** The name that it knows the registry by. */
  readonly server: string;
  /** What the file itself has. */
  readonly stored?: Credential;
}

export interface Credential {
  readonly user: string;
  readonly password: string;
  /** Instead of a password: it is exchanged for tokens. */
  readonly identityToken?: string;
}

/** Docker Hub has had this name since its first version (docker/cli, `IndexServer`). */
const dockerHub = 'https://index.docker.io/v1/';

/**
 * Looks a registry up as Docker does (docker/cli cli/config/configfile): a helper for this registry, the helper for all, or
 * what lies in the file, under the host's name or an old address of it.
 *
 * @param config the text of config.json, whatever it holds
 * @param domain as a reference has it: `docker.io`, `localhost:5000`
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

/** What a helper answered on `get`; undefined where it knows nothing. A user named `<token>` has an identity token. */
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

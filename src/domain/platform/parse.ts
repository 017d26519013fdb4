import { bad, good, type Result } from '../result.ts';
import { isKnownArchitecture, isKnownOs, nearestTo } from './known.ts';
import { normalizePlatform, type Platform } from './normalize.ts';

export type PlatformProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'tooManyParts' }
  | { readonly code: 'invalidPart'; readonly part: string }
  | { readonly code: 'wildcard' }
  /** A single word that is not a platform by itself. `suggestion`: the probably intended platform. */
  | { readonly code: 'unknown'; readonly part: string; readonly suggestion?: string };

/** `windows(10.0.17763+win32k)`: features are accepted and ignored, as in buildx. */
const osPart = /^([A-Za-z0-9_-]{1,64})(?:\(([A-Za-z0-9_.-]{0,64})(?:\+[A-Za-z0-9_.-]+)*\))?$/;
const laterPart = /^[A-Za-z0-9_.-]{1,64}$/;
/** containerd accepts these and then resolves them like a path when it prints the platform. */
const dots = /^\.+$/;

/**
 * Parses a platform like `buildx --platform` (containerd/platforms, `Parse`, then `Normalize`): `os/architecture[/variant]`, or a single
 * word, which `local` completes: an architecture gets its operating system (by default Linux), an operating system its architecture, and
 * `local` is that platform itself. Also accepts names of `uname -m` that containerd does not know (`armv7l`, `loongarch64`). Accepts every
 * `a/b`; `isKnownPlatform` tells whether it exists.
 */
export function parsePlatform(text: string, local?: Platform): Result<Platform, PlatformProblem> {
  if (text.trim() === '') {
    return bad({ code: 'empty' });
  }
  if (text.includes('*')) {
    return bad({ code: 'wildcard' });
  }
  const [first = '', ...later] = text.split('/');
  const os = osPart.exec(first);
  if (os === null) {
    return bad({ code: 'invalidPart', part: first });
  }
  const invalid = later.find((part) => !laterPart.test(part) || dots.test(part));
  if (invalid !== undefined) {
    return bad({ code: 'invalidPart', part: invalid });
  }
  const [architecture, variant] = later;
  if (later.length > 2) {
    return bad({ code: 'tooManyParts' });
  }
  const [, name = '', osVersion = ''] = os;
  if (architecture === undefined) {
    return parseWord(first, { os: name, osVersion }, local);
  }
  return good(normalizePlatform({ os: name, architecture, osVersion, ...(variant !== undefined && { variant }) }));
}

function parseWord(
  word: string,
  os: Pick<Platform, 'os' | 'osVersion'>,
  local: Platform | undefined,
): Result<Platform, PlatformProblem> {
  const asOs = normalizePlatform({ ...os, architecture: '' });
  if (isKnownOs(asOs.os)) {
    return local === undefined
      ? unknown(word, nearestTo(`${asOs.os}/amd64`))
      : good(normalizePlatform({ ...local, ...os }));
  }
  if (word.toLowerCase() === 'local' && local !== undefined) {
    return good(normalizePlatform(local));
  }
  const asArchitecture = normalizePlatform({ os: local?.os ?? 'linux', architecture: word });
  return isKnownArchitecture(asArchitecture.architecture) ? good(asArchitecture) : unknown(word, nearestTo(word));
}

function unknown(part: string, suggestion: string | undefined): Result<never, PlatformProblem> {
  return bad({ code: 'unknown', part, ...(suggestion !== undefined && { suggestion }) });
}

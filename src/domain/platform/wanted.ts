import { bad, good, type Result } from '../result.ts';
import { isKnownPlatform, nearestPlatform } from './known.ts';
import { formatPlatform, normalizePlatform, type Platform } from './normalize.ts';
import { parsePlatform, type PlatformProblem } from './parse.ts';

/**
 * Reads a platform that somebody wants an image for. `linux/amd46` has the form of one and nothing runs it: what is nearly a
 * known platform was mistyped, unless a builder says that it makes it.
 *
 * @param listed what the builder lists, normalised
 * @param client what `local` is; without it, that is no platform
 */
export function readWanted(
  text: string,
  listed: readonly string[] = [],
  client?: Platform,
): Result<Platform, PlatformProblem> {
  if (client && text.toLowerCase() === 'local') {
    return good(normalizePlatform(client));
  }
  const parsed = parsePlatform(text);
  if (!parsed.ok || isKnownPlatform(parsed.value) || listed.includes(formatPlatform(parsed.value))) {
    return parsed;
  }
  const suggestion = nearestPlatform(parsed.value);
  return suggestion === undefined ? parsed : bad({ code: 'unknown', part: text, suggestion });
}

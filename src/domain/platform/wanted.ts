import { bad, good, type Result } from '../result.ts';
import { isKnownPlatform, nearestPlatform } from './known.ts';
import { formatPlatform, normalizePlatform, type Platform } from './normalize.ts';
import { parsePlatform, type PlatformProblem } from './parse.ts';

/**
 * Parses a requested platform. `linux/amd46` is valid but does not exist: a platform that is similar to a known one counts as a typing
 * error, unless a builder lists it.
 *
 * @param listed the builder's list, normalized
 * @param client the value of `local`; without it, `local` is invalid
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

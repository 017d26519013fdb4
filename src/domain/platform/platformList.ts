import type { Result } from '../result.ts';
import { formatPlatform, type Platform } from './normalize.ts';
import { parsePlatform } from './parse.ts';

/** Each platform once in normalized form; skips invalid ones. */
export function platformList(...sources: readonly (readonly string[])[]): readonly string[] {
  return namesOf(sources.flat(), parsePlatform);
}

/** The platforms that `read` finds in texts, each once in normalized form. */
export function namesOf(
  texts: readonly string[],
  read: (text: string) => Result<Platform, unknown>,
): readonly string[] {
  const found = texts.flatMap((text) => {
    const platform = read(text);
    return platform.ok ? [formatPlatform(platform.value)] : [];
  });
  return [...new Set(found)];
}

import { formatPlatform } from './normalize.ts';
import { parsePlatform } from './parse.ts';

/** Every platform once, in its usual spelling; what is no platform is left out. */
export function platformList(...sources: readonly (readonly string[])[]): readonly string[] {
  const found = sources.flat().flatMap((text) => {
    const parsed = parsePlatform(text);
    return parsed.ok ? [formatPlatform(parsed.value)] : [];
  });
  return [...new Set(found)];
}

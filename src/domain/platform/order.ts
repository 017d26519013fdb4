import { commonPlatforms } from './known.ts';

/** Each platform once, in an order that does not depend on who needs it: common ones first, then by name. */
export function ordered(platforms: Iterable<string>): readonly string[] {
  const placeOf = (platform: string) => {
    const at = commonPlatforms.indexOf(platform);
    return at < 0 ? commonPlatforms.length : at;
  };
  return [...new Set(platforms)].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

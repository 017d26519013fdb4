import type { Builder } from '../builder.ts';
import { formatPlatform } from '../../platform.ts';
import { shownPlatforms } from './platformLevels.ts';

/** What a builder can make, each platform once; levels of a processor that differ in nothing else are left out. */
export function makeable({ nodes }: Builder): readonly string[] {
  const own = nodes.flatMap((node) => shownPlatforms(node).filter(({ lost }) => lost !== true));
  return [...new Set(own.map(({ platform }) => formatPlatform(platform)))];
}

import type { Builder } from '../builder.ts';
import { formatPlatform } from '../../platform.ts';
import { shownPlatforms } from './platformLevels.ts';

/** The platforms that a builder supports, each once; omits processor levels that are otherwise the same. */
export function makeable({ nodes }: Builder): readonly string[] {
  const own = nodes.flatMap((node) => shownPlatforms(node).filter(({ lost }) => lost !== true));
  return [...new Set(own.map(({ platform }) => formatPlatform(platform)))];
}

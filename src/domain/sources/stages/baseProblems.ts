import { isReadable, formatPlatform, matchesPlatform, type Platform } from '../../platform.ts';
import type { IndexContent } from '../../image/indexEdit.ts';
import type { ReachedBase } from './reachedBases.ts';

/** An image that a build takes for platforms that it does not have. */
export interface BaseProblem {
  readonly image: string;
  /** `manifest`: an image of one platform, which BuildKit takes for any; `index`: the build fails. */
  readonly kind: 'index' | 'manifest';
  /** The platforms that it has, normalised. */
  readonly has: readonly string[];
  /** The platforms that it is taken for and does not have. */
  readonly lacks: readonly string[];
}

/** @param contents what the registry has of images, by their names; of one that is missing nothing is said */
export function baseProblems(
  bases: readonly ReachedBase[],
  contents: ReadonlyMap<string, IndexContent>,
): readonly BaseProblem[] {
  return [...new Set(bases.map(({ image }) => image))].flatMap((image): BaseProblem[] => {
    const content = contents.get(image);
    const has = platformsOf(content);
    const lacks = bases.flatMap(({ image: own, platform }) =>
      own === image && !has.some((each) => matchesPlatform(platform, each)) ? [formatPlatform(platform)] : [],
    );
    if (!content || has.length === 0 || lacks.length === 0) {
      return [];
    }
    const kind = content.entries[0]?.digest === content.digest ? 'manifest' : 'index';
    return [{ image, kind, has: [...new Set(has.map(formatPlatform))], lacks }];
  });
}

/** Versions of Windows are not told apart: a build takes the one that its node runs. */
function platformsOf(content: IndexContent | undefined): readonly Platform[] {
  return (content?.entries ?? []).flatMap(({ platform }) => {
    if (platform === undefined || platform.os === 'unknown' || platform.os === '' || !isReadable(platform)) {
      return [];
    }
    const { os, architecture, variant } = platform;
    return [{ os, architecture, ...(variant !== undefined && { variant }) }];
  });
}

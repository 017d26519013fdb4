import { isReadable, formatPlatform, matchesPlatform, type Platform } from '../../platform.ts';
import type { IndexContent } from '../../image/indexEdit.ts';
import type { ReachedBase } from './reachedBases.ts';

/** An image that a build uses for platforms that it lacks. */
export interface BaseProblem {
  readonly image: string;
  /** `manifest`: a single-platform image, which BuildKit uses for any platform; `index`: the build fails. */
  readonly kind: 'index' | 'manifest';
  /** Its platforms, normalized. */
  readonly has: readonly string[];
  /** The platforms that it is used for but lacks. */
  readonly lacks: readonly string[];
}

/** @param contents the registry's contents by image name; skips images without an entry */
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

/** Windows versions are not compared: a build uses the one that its node runs. */
function platformsOf(content: IndexContent | undefined): readonly Platform[] {
  return (content?.entries ?? []).flatMap(({ platform }) => {
    if (platform === undefined || platform.os === 'unknown' || platform.os === '' || !isReadable(platform)) {
      return [];
    }
    const { os, architecture, variant } = platform;
    return [{ os, architecture, ...(variant !== undefined && { variant }) }];
  });
}

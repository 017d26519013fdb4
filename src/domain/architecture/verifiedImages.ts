import type { VerifiedImage } from '../cluster/architecture.ts';
import type { BuildReport, PlatformResult } from '../build/report.ts';

/**
 * The images that a build pushed, as read back from the registry; empty if they were not read back. A platform whose image starts a program
 * for another one is not covered.
 */
export function verifiedImages(
  { ok, verified, images, platforms, mislabelled = [] }: BuildReport,
  output: string,
  at: number,
): readonly VerifiedImage[] {
  if (!ok || !(verified || mislabelled.length > 0) || output !== 'push') {
    return [];
  }
  return images.flatMap(({ reference, digest }): readonly VerifiedImage[] => {
    if (reference === undefined || digest === undefined) {
      return [];
    }
    const own = platforms.filter(({ image }) => images.length === 1 || image === reference);
    const isWrong = ({ platform, image }: PlatformResult) =>
      mislabelled.some((each) => each.platform === platform && each.image === image);
    const isManifest = own.some((row) => row.digest === digest);
    return [
      {
        image: reference,
        digest,
        kind: isManifest ? 'manifest' : 'index',
        platforms: own.filter((row) => !isWrong(row)).map(({ platform }) => platform),
        at,
      },
    ];
  });
}

/** What tags point to after a failed push that moved them, and tags that no longer exist. */
export function movedImages(
  { tags = [] }: BuildReport,
  at: number,
): { readonly moved: readonly VerifiedImage[]; readonly gone: readonly string[] } {
  return {
    moved: tags.flatMap(({ tag, state, digest, kind, platforms = [] }) =>
      (state === 'moved' || state === 'partial') && digest !== undefined && kind !== undefined
        ? [{ image: tag, digest, kind, platforms, at }]
        : [],
    ),
    gone: tags.filter(({ state }) => state === 'gone').map(({ tag }) => tag),
  };
}

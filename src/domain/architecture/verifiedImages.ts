import type { VerifiedImage } from '../cluster/architecture.ts';
import type { BuildReport } from '../build/report.ts';

/** What a build pushed, as it was read back from the registry; nothing where that was not done. */
export function verifiedImages(
  { ok, verified, images, platforms }: BuildReport,
  output: string,
  at: number,
): readonly VerifiedImage[] {
  if (!ok || !verified || output !== 'push') {
    return [];
  }
  return images.flatMap(({ reference, digest }): readonly VerifiedImage[] => {
    if (reference === undefined || digest === undefined) {
      return [];
    }
    const own = platforms.filter(({ image }) => images.length === 1 || image === reference);
    const isManifest = own.some((row) => row.digest === digest);
    return [
      {
        image: reference,
        digest,
        kind: isManifest ? 'manifest' : 'index',
        platforms: own.map(({ platform }) => platform),
        at,
      },
    ];
  });
}

import { coverageOf, type Coverage } from '../../domain/coverage.ts';
import type { InspectedImage } from '../../domain/image.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';

/** What would become of an image on the clusters, as far as those are known. */
export function fateOf(
  { kind, images }: InspectedImage,
  chosen: readonly ChosenCluster[],
  emulated: readonly string[],
): Coverage {
  const platforms = images.map(({ platform }) => platform);
  return coverageOf(
    { kind: kind === 'index' ? 'index' : 'manifest', platforms },
    chosen.flatMap(({ known }) => known ?? []),
    emulated,
  );
}

/** A platform that clusters need and an image does not have. */
export interface MissingPlatform {
  readonly platform: string;
  readonly how: 'crashes' | 'does-not-pull';
}

/** Each once. */
export function missingIn({ groups }: Coverage): readonly MissingPlatform[] {
  const failing = groups.filter(({ verdict }) => verdict === 'fails');
  return [...new Set(failing.map(({ platform }) => platform))].map((platform) => ({
    platform,
    how: failing.find((group) => group.platform === platform)?.how ?? 'crashes',
  }));
}

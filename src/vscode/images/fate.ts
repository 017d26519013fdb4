import { coverageOf, type Coverage } from '../../domain/coverage.ts';
import type { InspectedImage } from '../../domain/image.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';

/** What would become of an image on the clusters; what is not known of one that nobody has asked is part of it. */
export function fateOf(
  { kind, images }: InspectedImage,
  chosen: readonly ChosenCluster[],
  emulated: readonly string[],
): Coverage {
  const platforms = images.map(({ platform }) => platform);
  return coverageOf(
    { kind: kind === 'manifest' ? 'manifest' : 'index', platforms },
    chosen.map(({ context, known }) => known ?? { context, state: 'failed', local: false, groups: [] }),
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

import { judgeArchitecture } from '../../domain/cluster/judgeArchitecture.ts';
import type { VerifiedImage } from '../../domain/cluster/architecture.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { BuilderPlatform } from './builderPlatform.ts';
import type { ArchitectureStatus } from './status.ts';

export interface CurrentStatusDeps {
  readonly clusters: Pick<ClusterModel, 'chosen'>;
  readonly builder: () => BuilderPlatform | undefined;
  /** Pushes of this workspace that were read back, newest first. */
  readonly verified: () => readonly VerifiedImage[];
}

/** Judges what is known at this moment. Asks nobody. */
export function currentStatus({ clusters, builder, verified }: CurrentStatusDeps): ArchitectureStatus {
  const { chosen } = clusters;
  const made = builder();
  const images = verified();
  const architecture = judgeArchitecture({
    host: made?.native,
    clusters: chosen.map(({ known }) => known),
    verified: images,
    emulated: made?.emulated ?? [],
  });
  return {
    architecture,
    builder: made?.name,
    chosen,
    pushedAt: images.find(({ image }) => image === architecture.image)?.at,
  };
}

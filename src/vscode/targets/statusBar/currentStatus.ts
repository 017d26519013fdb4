import { judgeArchitecture } from '../../../domain/cluster/judgeArchitecture.ts';
import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { BuilderPlatform } from './builderPlatform.ts';
import type { ArchitectureStatus } from './status.ts';

export interface CurrentStatusDeps {
  readonly clusters: Pick<ClusterModel, 'chosen'>;
  readonly builder: () => BuilderPlatform | undefined;
  /** Verified pushes of this workspace, newest first. */
  readonly verified: () => readonly VerifiedImage[];
  /** Docker's own default; without one, the builder's own platform. */
  readonly docker?: readonly string[];
}

/** Judges the current information. Contacts nothing. */
export function currentStatus({ clusters, builder, verified, docker = [] }: CurrentStatusDeps): ArchitectureStatus {
  const { chosen } = clusters;
  const made = builder();
  const images = verified();
  const [named, ...more] = docker;
  const byVariable = named !== undefined && more.length === 0;
  const architecture = judgeArchitecture({
    host: byVariable ? named : made?.native,
    clusters: chosen.map(({ known }) => known),
    verified: images,
    emulated: made?.emulated ?? [],
  });
  return {
    architecture,
    builder: made?.name,
    byVariable,
    chosen,
    pushedAt: images.find(({ image }) => image === architecture.image)?.at,
  };
}

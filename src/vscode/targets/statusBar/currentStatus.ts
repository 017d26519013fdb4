import { judgeArchitecture } from '../../../domain/cluster/judgeArchitecture.ts';
import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { ImageUse } from '../../../domain/coverage/imageUse.ts';
import { repositoryIn } from '../../../domain/image/reference.ts';
import type { WorkloadUses } from '../clusters/workloadUses.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { BuilderPlatform } from './builderPlatform.ts';
import type { ArchitectureStatus } from './status.ts';

export interface CurrentStatusDeps {
  readonly clusters: Pick<ClusterModel, 'chosen' | 'placedFor'>;
  readonly uses: Pick<WorkloadUses, 'built'>;
  readonly builder: () => BuilderPlatform | undefined;
  /** Verified pushes of this workspace, newest first. */
  readonly verified: () => readonly VerifiedImage[];
  /** The target platforms of builds here. */
  readonly ticked: () => readonly string[];
  /** Docker's own default; without one, the builder's own platform. */
  readonly docker?: readonly string[];
}

/** Judges the current information. Contacts nothing. */
export function currentStatus(deps: CurrentStatusDeps): ArchitectureStatus {
  const { clusters, builder, verified, ticked, docker = [] } = deps;
  const { chosen } = clusters;
  const uses = deps.uses.built;
  const made = builder();
  const images = verified();
  const [named, ...more] = docker;
  const byVariable = named !== undefined && more.length === 0;
  const architecture = judgeArchitecture({
    host: byVariable ? named : made?.native,
    clusters: chosen.map(({ known }) => known),
    verified: images,
    emulated: made?.emulated ?? [],
    parts: partsOf(uses).map(({ repository, own }) => ({
      repository,
      clusters: clusters.placedFor(own).map(({ known }) => known),
    })),
  });
  return {
    architecture,
    builder: made?.name,
    byVariable,
    chosen,
    uses,
    unticked: architecture.targets.filter((platform) => !ticked().includes(platform)),
    pushedAt: images.find(({ image }) => image === architecture.image)?.at,
  };
}

/** The workloads by image. */
function partsOf(uses: readonly ImageUse[]): readonly { readonly repository: string; readonly own: ImageUse[] }[] {
  const parts = new Map<string, ImageUse[]>();
  for (const use of uses) {
    const repository = repositoryIn(use.image) ?? use.image;
    const own = parts.get(repository) ?? [];
    own.push(use);
    parts.set(repository, own);
  }
  return [...parts].map(([repository, own]) => ({ repository, own }));
}

import type { VerifiedImage } from '../../domain/cluster/architecture.ts';
import { coverageOf } from '../../domain/cluster/coverageOf.ts';
import type { FactsOf } from '../../domain/coverage/imageFate.ts';
import type { Engine } from '../../domain/coverage/imageUse.ts';
import { judgeImage, type ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import { ordered } from '../../domain/platform.ts';
import type { ClusterModel } from './clusters/clusterModel.ts';
import type { WorkloadUses } from './clusters/workloadUses.ts';

/** Judges an image by the workloads that use it. */
export type ImageVerdicts = (image: InspectedImage, factsOf?: FactsOf) => ImageVerdict;

/** @param engine the Docker engine, which local clusters share */
export function createImageVerdicts(
  clusters: Pick<ClusterModel, 'placedFor'>,
  uses: Pick<WorkloadUses, 'of'>,
  engine: () => Engine,
): ImageVerdicts {
  return (image, factsOf) =>
    judgeImage({
      image,
      uses: uses.of(image.ref),
      placedFor: (own) => clusters.placedFor(own),
      engine: engine(),
      factsOf,
    });
}

/** The platforms that the selected clusters need, as far as known, and a pushed image lacks. */
export type MissingPlatforms = (pushed: VerifiedImage) => readonly string[];

/** @param engine the Docker engine, which local clusters share */
export function createMissingPlatforms(
  clusters: Pick<ClusterModel, 'placedFor'>,
  uses: Pick<WorkloadUses, 'of'>,
  engine: () => Engine,
): MissingPlatforms {
  return (pushed) => {
    const known = clusters.placedFor(uses.of(pushed.image)).flatMap((cluster) => cluster.known ?? []);
    const { groups } = coverageOf(pushed, known, engine().emulated);
    return ordered(groups.filter(({ verdict }) => verdict === 'fails').map(({ platform }) => platform));
  };
}

/** Whether workloads of the selected clusters use an image; undefined if none is known and those of a cluster were not read. */
export type UsedInClusters = (image: string) => boolean | undefined;

export function createUsedInClusters(
  clusters: Pick<ClusterModel, 'chosen'>,
  uses: Pick<WorkloadUses, 'of' | 'hasRead'>,
): UsedInClusters {
  return (image) => {
    const contexts = clusters.chosen.map(({ context }) => context);
    const isUsed = uses.of(image).some(({ context }) => context !== undefined && contexts.includes(context));
    return isUsed || (contexts.every((context) => uses.hasRead(context)) ? false : undefined);
  };
}

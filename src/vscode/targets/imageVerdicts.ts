import type { FactsOf } from '../../domain/coverage/imageFate.ts';
import type { Engine } from '../../domain/coverage/imageUse.ts';
import { judgeImage, type ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
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

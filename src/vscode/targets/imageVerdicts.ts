import type { FactsOf } from '../../domain/coverage/imageFate.ts';
import { judgeImage, type ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import type { ClusterModel } from './clusters/clusterModel.ts';
import type { WorkloadUses } from './clusters/workloadUses.ts';

/** Judges an image by the workloads that use it. */
export type ImageVerdicts = (image: InspectedImage, factsOf?: FactsOf) => ImageVerdict;

/** @param emulated what the engine of the current builder runs under emulation */
export function createImageVerdicts(
  clusters: Pick<ClusterModel, 'placedFor'>,
  uses: Pick<WorkloadUses, 'of'>,
  emulated: () => readonly string[],
): ImageVerdicts {
  return (image, factsOf) =>
    judgeImage({
      image,
      uses: uses.of(image.ref),
      placedFor: (own) => clusters.placedFor(own),
      emulated: emulated(),
      factsOf,
    });
}

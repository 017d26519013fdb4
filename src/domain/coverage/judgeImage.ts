import type { AskedCluster } from '../cluster/chosen/asked.ts';
import type { Coverage } from '../cluster/coverage.ts';
import type { InspectedImage } from '../image/describe.ts';
import { fateOf, fateOfUse, type FactsOf, type UseFate } from './imageFate.ts';
import type { ImageUse } from './imageUse.ts';

/** How an image would run on the selected clusters. */
export interface ImageVerdict {
  /** On the nodes that at least one of its workloads may run on; without any, on all eligible nodes. */
  readonly coverage: Coverage;
  /** Those nodes. */
  readonly clusters: readonly AskedCluster[];
  /** In each of its workloads; equal ones once. */
  readonly uses: readonly UseFate[];
}

export interface JudgeImage {
  readonly image: InspectedImage;
  /** The workloads that use it. */
  readonly uses: readonly ImageUse[];
  /** The selected clusters with the nodes that these workloads may run on. */
  readonly placedFor: (uses: readonly ImageUse[]) => readonly AskedCluster[];
  readonly emulated: readonly string[];
  readonly factsOf?: FactsOf | undefined;
}

export function judgeImage({ image, uses, placedFor, emulated, factsOf }: JudgeImage): ImageVerdict {
  const each = [...new Map(uses.map((use) => [keyOf(use), use])).values()];
  const clusters = placedFor(each);
  return {
    coverage: fateOf(image, clusters, emulated, factsOf),
    clusters,
    uses: each.map((use) => fateOfUse(image, use, placedFor([use]), emulated, factsOf)),
  };
}

function keyOf({ kind, name, context, placement }: ImageUse): string {
  return JSON.stringify([kind, name, context, placement]);
}

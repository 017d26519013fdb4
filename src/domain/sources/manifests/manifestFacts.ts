import type { TooComplex } from '../../untrusted/budget.ts';
import type { Toleration } from '../../cluster/cluster.ts';
import { good, type Result } from '../../result.ts';
import { workloadTolerations } from './tolerations.ts';
import { objectsOf, workloadImages, type WorkloadImage } from './workloads.ts';

/** The images and node requirements in a YAML file of Kubernetes objects, each once. */
export interface ManifestFacts {
  readonly images: readonly WorkloadImage[];
  readonly tolerations: readonly Toleration[];
}

/** Without one of these words, there is nothing to find and no need to parse. */
const telling = /\b(?:image|images|newName|tolerations)\b/;

export function manifestFacts(text: string): Result<ManifestFacts, TooComplex> {
  if (!telling.test(text)) {
    return good({ images: [], tolerations: [] });
  }
  const objects = objectsOf(text);
  return objects.ok
    ? good({ images: once(workloadImages(objects.value)), tolerations: once(workloadTolerations(objects.value)) })
    : objects;
}

function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

import type { TooComplex } from '../../untrusted/budget.ts';
import type { Toleration } from '../../cluster/cluster.ts';
import { good, type Result } from '../../result.ts';
import { mappingsOf } from '../../untrusted/yaml.ts';
import { isKustomization, kustomizedImages } from './kustomization.ts';
import { podFacts } from './podImages.ts';
import { imagesOfPods, type WorkloadImage } from './workloads.ts';

/** The images and node requirements in a YAML file of Kubernetes objects, each once. */
export interface ManifestFacts {
  readonly images: readonly WorkloadImage[];
  readonly tolerations: readonly Toleration[];
}

/** Without one of these words, there is nothing to find and no need to parse. */
const telling = /image|newName|tolerations/i;

export function manifestFacts(text: string): Result<ManifestFacts, TooComplex> {
  if (!telling.test(text)) {
    return good({ images: [], tolerations: [] });
  }
  const objects = mappingsOf(text);
  if (!objects.ok) {
    return objects;
  }
  const { pods, tolerations } = podFacts(objects.value);
  const kustomized = objects.value.filter(isKustomization).flatMap(kustomizedImages);
  return good({
    images: once([...imagesOfPods(pods), ...kustomized.filter(isFilled)]),
    tolerations: once(tolerations),
  });
}

/** Not a template. */
function isFilled({ image }: WorkloadImage): boolean {
  return !image.includes('{{') && !image.includes('$');
}

function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

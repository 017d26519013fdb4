import type { Toleration } from '../cluster.ts';
import { workloadTolerations } from './tolerations.ts';
import { workloadImages, type WorkloadImage } from './workloads.ts';

/** What a YAML file of Kubernetes objects says of images and nodes, each thing once. */
export interface ManifestFacts {
  readonly images: readonly WorkloadImage[];
  readonly tolerations: readonly Toleration[];
}

export function manifestFacts(text: string): ManifestFacts {
  return { images: once(workloadImages(text)), tolerations: once(workloadTolerations(text)) };
}

function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

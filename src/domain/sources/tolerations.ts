import type { Toleration } from '../cluster.ts';
import { podSpecs } from './workloads.ts';
import { list, mapping, mappingsOf, text } from './yamlText.ts';

/** What the workloads in a YAML file of Kubernetes objects tolerate. */
export function workloadTolerations(file: string): readonly Toleration[] {
  if (!file.includes('tolerations')) {
    return [];
  }
  return mappingsOf(file)
    .flatMap((document) => (document.kind === 'List' ? list(document.items).map(mapping) : [document]))
    .flatMap(podSpecs)
    .flatMap((spec) => list(spec.tolerations).map(mapping))
    .map((toleration) => {
      const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) =>
        text(toleration[name]),
      );
      return {
        ...(key !== undefined && { key }),
        ...(operator !== undefined && { operator }),
        ...(value !== undefined && { value }),
        ...(effect !== undefined && { effect }),
      };
    });
}

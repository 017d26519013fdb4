import type { Toleration } from '../../cluster/cluster.ts';
import { podSpecs } from './workloads.ts';
import { list, mapping, text, type Mapping } from '../../untrusted/values.ts';

/** The tolerations of the workloads among Kubernetes objects. */
export function workloadTolerations(objects: readonly Mapping[]): readonly Toleration[] {
  return objects
    .flatMap(podSpecs)
    .flatMap((spec) => list(spec.tolerations).map(mapping))
    .map(tolerationOf);
}

function tolerationOf(toleration: Mapping): Toleration {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => text(toleration[name]));
  return {
    ...(key !== undefined && { key }),
    ...(operator !== undefined && { operator }),
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}

import type { Toleration } from '../../cluster/cluster.ts';
import type { Mapping } from '../../untrusted/values.ts';
import { readPlacement } from '../../workload/placement.ts';
import { podSpecs } from './workloads.ts';

/** The tolerations of the workloads among Kubernetes objects. */
export function workloadTolerations(objects: readonly Mapping[]): readonly Toleration[] {
  return objects.flatMap(podSpecs).flatMap((spec) => readPlacement(spec).tolerations);
}

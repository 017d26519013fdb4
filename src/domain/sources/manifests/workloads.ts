import { mapping, type Mapping } from '../../untrusted/values.ts';
import type { Placement } from '../../workload/placement.ts';

/** An image that a file of the workspace names for a workload. */
export interface WorkloadImage {
  readonly image: string;
  /** Such as `DaemonSet`, or `Kustomization`. */
  readonly kind: string;
  /** The object's name; empty if it has none. */
  readonly name: string;
  /** Which nodes its pods may run on; absent if the file does not say it. */
  readonly placement?: Placement;
  /** The file that names it, relative to the workspace folder. */
  readonly file: string;
}

/** Neither a template nor a text with variables. */
export function isFilledIn(image: string): boolean {
  return !image.includes('{{') && !image.includes('$');
}

/** The specification of a pod, of a controller's template, or of a CronJob's. */
export function podSpecs(object: Mapping): readonly Mapping[] {
  const spec = mapping(object.spec);
  const job = mapping(mapping(spec.jobTemplate).spec);
  return [spec, templateSpec(spec), templateSpec(job)];
}

function templateSpec(spec: Mapping): Mapping {
  return mapping(mapping(spec.template).spec);
}

import type { Placement } from '../workload/placement.ts';

/** A workload that uses an image. */
export interface ImageUse {
  /** As it references the image. */
  readonly image: string;
  /** Such as `Deployment`. */
  readonly kind: string;
  /** The object's name; empty if it has none. */
  readonly name: string;
  readonly placement: Placement;
  /** The context of the cluster that has it. Absent: a file of the workspace, which can be deployed to every selected cluster. */
  readonly context?: string;
}

import type { WorkloadUse } from '../../../domain/workload/uses.ts';
import type { PodUse } from '../../../domain/workload/uses.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The rows about clusters below an image, and what is said in place of one. */
export type WorkloadsRow = WorkloadsElement | MessageElement;

/** The rows about clusters below an image. */
export type WorkloadsElement = InClustersElement | WorkloadElement | PodElement;

/** What the chosen clusters run of an image; they are asked when it is opened. */
export interface InClustersElement {
  readonly kind: 'inClusters';
  /** The image. */
  readonly id: string;
  readonly repository: string;
  readonly contexts: readonly string[];
}

export interface WorkloadElement {
  readonly kind: 'workload';
  /** The image. */
  readonly id: string;
  readonly context: string;
  readonly use: WorkloadUse;
  /** What is not known since pods may not be listed. */
  readonly withoutPods: boolean;
}

export interface PodElement {
  readonly kind: 'pod';
  /** The image. */
  readonly id: string;
  readonly context: string;
  readonly use: PodUse;
}

import type { UseFate } from '../../../domain/coverage/imageFate.ts';
import type { ContainerTrouble } from '../../../domain/workload/trouble.ts';
import type { WorkloadUse } from '../../../domain/workload/uses.ts';
import type { PodUse } from '../../../domain/workload/uses.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The rows about clusters below an image, and messages in place of one. */
export type WorkloadsRow = WorkloadsElement | MessageElement;

/** The rows about clusters below an image. */
export type WorkloadsElement = InClustersElement | WorkloadElement | PodElement;

/** The workloads of an image in the selected clusters, which are queried when it is expanded. */
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
  /** Rows of other clusters are beside it. */
  readonly severalContexts: boolean;
  readonly use: WorkloadUse;
  /** What is wrong with its pods, as far as known. */
  readonly troubles: readonly ContainerTrouble[];
  /** Unknown, because pods cannot be listed. */
  readonly withoutPods: boolean;
  /** How the image of the row would run in it, if its nodes are known. */
  readonly fate?: UseFate;
}

export interface PodElement {
  readonly kind: 'pod';
  /** The image. */
  readonly id: string;
  readonly context: string;
  readonly use: PodUse;
  readonly trouble?: ContainerTrouble | undefined;
}

/** Keyboard shortcuts can pass any argument. */
export function isInClusters(element: unknown): element is InClustersElement {
  return (
    typeof element === 'object' &&
    element !== null &&
    'contexts' in element &&
    Array.isArray(element.contexts) &&
    element.contexts.every((context) => typeof context === 'string')
  );
}

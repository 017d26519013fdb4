import type { Placement } from './placement.ts';

/** The owner of pods; `Pod` is its own. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Job' | 'Pod';

/** A workload of a cluster. Its names are valid, so that none can become an option of a program. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly WorkloadContainer[];
  /** The labels of its pods in the format of `kubectl --selector`; absent if there is no such selector. */
  readonly selector?: string;
  /** Its pods are replaced only when they are deleted. */
  readonly onDelete?: true;
  /** Which nodes its pods may run on; absent for a workload that is known only by its pods. */
  readonly placement?: Placement;
}

/** A workload of a context. */
export interface PlacedWorkload {
  readonly context: string;
  readonly workload: Workload;
}

export interface WorkloadContainer {
  readonly name: string;
  readonly image: string;
  /** `Always`, `IfNotPresent` or `Never`. */
  readonly pullPolicy?: string;
}

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  /** Its owner: a ReplicaSet, a Job … */
  readonly owner?: { readonly kind: string; readonly name: string };
  /** Distinguishes the ReplicaSets of a Deployment (label `pod-template-hash`). */
  readonly templateHash?: string;
  /** When its workload was restarted, as written by kubectl into the template. */
  readonly restartedAt?: string;
  readonly containers: readonly PodContainer[];
  /** Why it cannot be scheduled, in the scheduler's message. */
  readonly unschedulable?: string;
  /** It is being deleted, or has ended successfully. */
  readonly leaving: boolean;
}

export interface PodContainer extends WorkloadContainer {
  /** From the kubelet; it contains the digest. Empty before the first pull. */
  readonly imageId: string;
  readonly init: boolean;
  readonly ready: boolean;
  /** Why it is not running now. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended, now or the last time. */
  readonly terminated?: { readonly reason: string; readonly message: string; readonly exitCode: number };
  /** It has ended now, and not before. */
  readonly ended: boolean;
}

/** The workloads of a cluster. */
export interface ClusterWorkloads {
  readonly workloads: readonly Workload[];
  readonly pods: readonly Pod[];
  /** Only this namespace can be read. */
  readonly onlyNamespace?: string;
  /** Pods cannot be listed. */
  readonly withoutPods?: true;
}

/** Kinds that `kubectl rollout restart` supports. */
export function isRestartable({ kind }: Pick<Workload, 'kind'>): boolean {
  return kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet';
}

/** Whether this is a valid name of an object or a namespace (RFC 1123), and therefore never an option. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text);
}

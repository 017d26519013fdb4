/** Who runs pods; `Pod` runs itself. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Job' | 'Pod';

/** Something that a cluster runs. Names are such that none can become an option of a program. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly WorkloadContainer[];
  /** The labels that its pods have, as `kubectl --selector` takes them; absent where there is no such selector. */
  readonly selector?: string;
  /** Its pods are replaced only when somebody deletes them. */
  readonly onDelete?: true;
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
  /** What it was made by: a ReplicaSet, a Job … */
  readonly owner?: { readonly kind: string; readonly name: string };
  /** What tells the ReplicaSets of one Deployment apart (label `pod-template-hash`). */
  readonly templateHash?: string;
  /** When its workload was restarted, as kubectl wrote it into the template. */
  readonly restartedAt?: string;
  readonly containers: readonly PodContainer[];
  /** Why no node takes it, in the scheduler's words. */
  readonly unschedulable?: string;
  /** It is being deleted, or has come to its end as it should. */
  readonly leaving: boolean;
}

export interface PodContainer extends WorkloadContainer {
  /** As the kubelet says it: what the digest is read from. Empty while nothing was pulled. */
  readonly imageId: string;
  readonly init: boolean;
  readonly ready: boolean;
  /** Why it does not run now. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended: now, or the last time. */
  readonly terminated?: { readonly reason: string; readonly message: string; readonly exitCode: number };
  /** It has come to its end now, rather than before. */
  readonly ended: boolean;
}

/** What a cluster runs. */
export interface ClusterWorkloads {
  readonly workloads: readonly Workload[];
  readonly pods: readonly Pod[];
  /** Only this namespace may be read. */
  readonly onlyNamespace?: string;
  /** Pods may not be listed. */
  readonly withoutPods?: true;
}

/** Kinds that `kubectl rollout restart` takes. */
export function isRestartable({ kind }: Pick<Workload, 'kind'>): boolean {
  return kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet';
}

/** Whether this can be the name of an object or a namespace (RFC 1123), and so never an option. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text);
}

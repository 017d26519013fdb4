import type { Placement } from './placement.ts';

/** A workload of a cluster. Its kind and names are valid, so that none can become an option of a program. */
export interface Workload {
  /** `Deployment`, `Rollout` …; `Pod` for a pod without an owner. The kind of a foreign API group that Kubernetes has, too, has its group. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly WorkloadContainer[];
  /** The labels of its pods in the format of `kubectl --selector`; absent if there is no such selector. */
  readonly selector?: string;
  /** Its pods are replaced only when they are deleted. */
  readonly onDelete?: true;
  /** Which nodes its pods may run on; absent for a workload that is known only by its pods. */
  readonly placement?: Placement;
  /** The object that created it, such as a Revision of Knative. */
  readonly owner?: Owner;
}

/** The controller of an object (`metadata.ownerReferences`). */
export interface Owner {
  readonly kind: string;
  readonly name: string;
  /** The API group of its kind, unless that is one of Kubernetes's own for workloads. */
  readonly group?: string;
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
  /** The image is mounted as a volume with this name, and starts nothing. */
  readonly volume?: true;
}

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  /** A ReplicaSet, a Job … */
  readonly owner?: Owner;
  /** Distinguishes the ReplicaSets of a Deployment (label `pod-template-hash`). */
  readonly templateHash?: string;
  /** The same for a Rollout of Argo (label `rollouts-pod-template-hash`). */
  readonly rolloutHash?: string;
  /** The node that it is assigned to. */
  readonly node?: string;
  /** When its workload was restarted, as written by kubectl into the template. */
  readonly restartedAt?: string;
  readonly containers: readonly PodContainer[];
  /** Why it cannot be scheduled, in the scheduler's message. */
  readonly unschedulable?: string;
  /** The values of `kubernetes.io/arch` that it requires; absent if it does not restrict them in a way that is read. */
  readonly architectures?: readonly string[];
  /** The scheduling gates that hold it; absent if there are none. */
  readonly gates?: readonly string[];
  /** The architectures of its images, as the Multiarch Tuning Operator recorded them. */
  readonly tuning?: 'noSupportedArchitecture' | 'inspectionFailed';
  /** Why the operator could not read its images, as its event says. */
  readonly inspectionError?: string;
  /** The Multiarch Tuning Operator saw that the kernel refused a program in it. */
  readonly refusedProgram?: true;
  /** Why the kubelet of its node rejected it. */
  readonly rejected?: { readonly reason: string; readonly message: string };
  /** It is being deleted, or has ended successfully. */
  readonly leaving: boolean;
}

export interface PodContainer extends WorkloadContainer {
  /** From the kubelet; it contains the digest. Empty before the first pull. */
  readonly imageId: string;
  /** `init` runs before the others, `sidecar` beside them (an init container with `restartPolicy: Always`). */
  readonly role?: 'init' | 'sidecar';
  readonly ready: boolean;
  /** How often it was started again. */
  readonly restarts: number;
  /** When it was started, if it is running now. */
  readonly runningSince?: string;
  /** Why it is not running now. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended, now or the last time. */
  readonly terminated?: {
    readonly reason: string;
    readonly message: string;
    readonly exitCode: number;
    /** The runtime's id of the container that ended; each start has another one. */
    readonly id?: string;
  };
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

/** Kinds that `kubectl rollout restart` and `undo` support; Knative reverts what others change in its Deployments. */
export function isRestartable({ kind, owner }: Pick<Workload, 'kind' | 'owner'>): boolean {
  return (
    (kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet') && owner?.group !== 'serving.knative.dev'
  );
}

/** Whether this is a valid name of an object or a namespace (RFC 1123), and therefore never an option. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text);
}

/**
 * Whether this is a valid kind: an RFC 1035 label in any case (k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation,
 * `ValidateCustomResourceDefinitionNames`).
 */
export function isKind(text: string): boolean {
  return /^[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(text);
}

import type { Diagnosis } from '../diagnosis/diagnosis.ts';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`, or anything else that the server sent. */
  readonly effect: string;
}

/** A toleration in a pod's specification (Kubernetes API, `Toleration`). */
export interface Toleration {
  /** Absent: every key. */
  readonly key?: string;
  /** `Equal` unless it is `Exists`. */
  readonly operator?: string;
  readonly value?: string;
  /** Absent: every effect. */
  readonly effect?: string;
}

/** The part of a node that decides which pods may run on it. */
interface NodeFacts {
  /** Normalized, such as `linux/arm64`; absent if the node reports it neither in `nodeInfo` nor by label. */
  readonly platform?: string;
  readonly labels: Labels;
  /** It may have labels besides these. */
  readonly moreLabels?: true;
  readonly taints: readonly Taint[];
  /** Cordoned. */
  readonly unschedulable: boolean;
  readonly ready: boolean;
  /** A virtual kubelet: it has no machine and no architecture of its own. */
  readonly virtual: boolean;
  /** Its container runtime also takes what the processor may run from an index, such as 386 on amd64 (`judgeOffer`). */
  readonly pullsRelated?: true;
}

export type Labels = Readonly<Record<string, string>>;

/** A node according to its cluster. */
export interface ClusterNode extends NodeFacts {
  readonly name: string;
  /** Its label `kubernetes.io/hostname`, which `labels` do not have, if that is another name. */
  readonly hostname?: string;
}

/** Nodes that differ only in their names, or a pool that can add such nodes. */
export interface NodeKind extends NodeFacts {
  /** How many; 0 for a pool, and for nodes that the user declared. */
  readonly nodes: number;
  /** The name of each, followed by its host name if that is another one. Some are missing if there are many. */
  readonly names: readonly (readonly string[])[];
  /** The pool that can add them. */
  readonly pool?: string;
  /** Labels with one of these values; with any if the list is empty. A key that ends in `/*` stands for all labels of a domain. */
  readonly open?: Readonly<Record<string, readonly string[]>>;
}

/** A pool of an autoscaler that can add nodes for these platforms. */
export interface NodePool extends Required<Pick<NodeKind, 'labels' | 'taints' | 'open'>> {
  readonly name: string;
  readonly platforms: readonly string[];
}

/** Why a pod of this workspace would not be scheduled on a node; `notSelected`: its workloads are placed elsewhere. */
export type Ineligible =
  | 'cordoned'
  | 'notReady'
  | 'controlPlane'
  | 'virtualKubelet'
  | 'windows'
  | 'untoleratedTaint'
  | 'unknownPlatform'
  | 'notSelected';

/** The nodes of a cluster with the same platform. */
export interface NodeGroup {
  /** `linux/arm64`; `unknown` for nodes that do not report it. */
  readonly platform: string;
  readonly nodes: number;
  /** How many of them are eligible for pods of this workspace. */
  readonly eligible: number;
  /** How many of the eligible ones have `pullsRelated`; absent: none. */
  readonly pullRelated?: number;
  /** The taints of its nodes in kubectl's format (`key=value:effect`), each once. */
  readonly taints: readonly string[];
  /** Why the others are not, most frequent first; a node counts once, by its first reason. */
  readonly ineligible: readonly { readonly reason: Ineligible; readonly nodes: number; readonly taint?: string }[];
  /** Names of the pools that can add nodes of this platform, even if there are none now; absent if there are none. */
  readonly pools?: readonly string[];
}

/**
 * The nodes of a context. `declared`: by the user, because the nodes cannot be listed or were not queried. `asking` has no groups yet, and
 * never appears in the API.
 */
export type ClusterState = 'read' | 'declared' | 'unreachable' | 'forbidden' | 'failed';

export interface ClusterPlatforms {
  readonly context: string;
  readonly state: ClusterState;
  /** Why it could not be read; also with `declared`, if the query failed. */
  readonly problem?: Diagnosis;
  /** A cluster on this machine (kind, minikube, Docker Desktop …), whose engine may emulate. */
  readonly local: boolean;
  /** If it cannot be read now, its last known groups; empty if there are none. */
  readonly groups: readonly NodeGroup[];
  /** A webhook that places each pod on nodes that its image supports, and leaves pods alone that select an architecture themselves. */
  readonly placedBy?: 'multiarch-tuning-operator' | 'noe' | undefined;
  /** The same nodes, with what decides about pods; absent if that is not known. */
  readonly kinds?: readonly NodeKind[];
}

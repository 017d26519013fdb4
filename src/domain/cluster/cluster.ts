import type { Diagnosis } from '../diagnosis/diagnosis.ts';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`; whatever the server said. */
  readonly effect: string;
}

/** What a pod puts up with, as its specification says it (Kubernetes API, `Toleration`). */
export interface Toleration {
  /** Absent: every key. */
  readonly key?: string;
  /** `Equal` unless it says `Exists`. */
  readonly operator?: string;
  readonly value?: string;
  /** Absent: every effect. */
  readonly effect?: string;
}

/** A node as its cluster describes it, or a pool that can grow one. */
export interface ClusterNode {
  readonly name: string;
  /** Normalised, such as `linux/arm64`; absent where the node says neither by `nodeInfo` nor by label. */
  readonly platform?: string;
  readonly taints: readonly Taint[];
  /** Cordoned. */
  readonly unschedulable: boolean;
  readonly ready: boolean;
  /** A virtual kubelet: no machine, no architecture of its own. */
  readonly virtual: boolean;
}

/** A pool of an autoscaler that has no node yet for these platforms. */
export interface NodePool {
  readonly name: string;
  readonly platforms: readonly string[];
  readonly taints: readonly Taint[];
}

/** Why a pod of this workspace would not land on a node. */
export type Ineligible =
  'cordoned' | 'notReady' | 'controlPlane' | 'virtualKubelet' | 'windows' | 'untoleratedTaint' | 'unknownPlatform';

/** The nodes of one cluster that share a platform. */
export interface NodeGroup {
  /** `linux/arm64`; `unknown` for nodes that do not say. */
  readonly platform: string;
  readonly nodes: number;
  /** How many of them take pods of this workspace. */
  readonly eligible: number;
  /** The taints of its nodes, as kubectl writes them (`key=value:effect`), each once. */
  readonly taints: readonly string[];
  /** Why the others do not, most first; a node counts once, by the first reason that holds. */
  readonly ineligible: readonly { readonly reason: Ineligible; readonly nodes: number; readonly taint?: string }[];
  /** Names of the pools that can grow nodes of this platform although there may be none now; absent where there are none. */
  readonly pools?: readonly string[];
}

/**
 * What one context runs on. `declared`: the user said so, since the nodes may not be listed or were not asked. `asking`
 * has no groups yet; the API never shows it.
 */
export type ClusterState = 'read' | 'declared' | 'unreachable' | 'forbidden' | 'failed';

export interface ClusterPlatforms {
  readonly context: string;
  readonly state: ClusterState;
  /** Why it could not be read; also beside `declared`, where the reading was tried and failed. */
  readonly problem?: Diagnosis;
  /** A cluster on this machine (kind, minikube, Docker Desktop …), whose engine may emulate. */
  readonly local: boolean;
  /** Where it cannot be read now, what it had when it was last read; empty where it never was. */
  readonly groups: readonly NodeGroup[];
}

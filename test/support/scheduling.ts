import { readFileSync } from 'node:fs';
import type { Mapping } from '../../src/domain/untrusted/values.ts';
import type { PlacementNode } from '../../src/domain/workload/accepts.ts';

/** A pod, and what the real kube-scheduler 1.36.3 did with it. */
interface ScheduledPod {
  readonly what: string;
  readonly spec: Mapping;
  readonly daemonSet?: boolean;
  /** Every node that accepts such a pod, if each was asked for. */
  readonly possible?: readonly string[];
  /** How many such pods went to a node; `(none)`: to no node. */
  readonly nodes: Readonly<Record<string, number>>;
}

const recorded = new URL('../fixtures/kubernetes/1.36.3/scheduling.json', import.meta.url);

/** The recorded nodes and pods by name. */
export const scheduling = JSON.parse(readFileSync(recorded, 'utf8')) as {
  readonly nodes: readonly PlacementNode[];
  readonly cases: Readonly<Record<string, ScheduledPod>>;
};

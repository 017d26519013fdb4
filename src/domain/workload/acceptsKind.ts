import type { NodeKind } from '../cluster/cluster.ts';
import { repelling } from '../cluster/nodes/repelling.ts';
import { refusalOf } from './accepts.ts';
import type { NodeRequirement, NodeSelectorTerm, Placement } from './placement.ts';

const hostname = 'kubernetes.io/hostname';
const arch = 'kubernetes.io/arch';

/**
 * How many of these nodes accept at least one of the pods: 0 for a pool that can add one, undefined if none does. Nodes whose names or labels
 * are not known count as accepting it. Windows nodes and those without a platform accept none: the images here are for Linux.
 */
export function acceptedIn(kind: NodeKind, placements: readonly Placement[]): number | undefined {
  const { platform, nodes, names, pool } = kind;
  if (platform === undefined || (platform.startsWith('windows/') && pool === undefined)) {
    return undefined;
  }
  const bound = placements.filter(namesNodes);
  if (placements.some((placement) => !bound.includes(placement) && accepts(kind, placement))) {
    return nodes;
  }
  if (pool !== undefined) {
    return bound.flatMap(onNewNode).some((placement) => accepts(kind, placement)) ? nodes : undefined;
  }
  if (bound.length === 0) {
    return undefined;
  }
  const own = names.filter((name) => bound.some((placement) => accepts(kind, placement, name))).length;
  if (own > 0) {
    return own;
  }
  const mayBeUnnamed = nodes === 0 || names.length < nodes;
  return mayBeUnnamed && bound.some((placement) => accepts(kind, withoutNames(placement)))
    ? Math.min(1, nodes)
    : undefined;
}

/** @param names the node's name and its host name; without them, the kind stands for all of its nodes */
function accepts(kind: NodeKind, placement: Placement, [name = '', host = name]: readonly string[] = []): boolean {
  // node controllers add a taint, which the pods of a DaemonSet tolerate
  if (!kind.ready && placement.daemonSet !== true && placement.nodeName === undefined) {
    return false;
  }
  const labels = name === '' ? kind.labels : { ...kind.labels, [hostname]: host };
  // Fargate runs no DaemonSets, so their pods meet its taint
  const taints = placement.daemonSet ? kind.taints : repelling(kind);
  return refusalOf(tolerantOn(kind, placement), { ...kind, name, labels, taints }) === undefined;
}

function namesNodes({ nodeName, nodeSelector, required = [] }: Placement): boolean {
  return (
    nodeName !== undefined ||
    Object.hasOwn(nodeSelector, hostname) ||
    required.some(({ labels, fields }) => fields.length > 0 || labels.some(({ key }) => key === hostname))
  );
}

/** The conditions for a node that does not exist yet: its name is none of those that are named. None if it must be one of them. */
function onNewNode(placement: Placement): readonly Placement[] {
  const { nodeName, nodeSelector, required = [] } = placement;
  const isOther = ({ operator }: NodeRequirement) => operator === 'NotIn' || operator === 'Exists';
  const terms = required.filter(
    ({ labels, fields }) => labels.every((each) => each.key !== hostname || isOther(each)) && fields.every(isOther),
  );
  return nodeName !== undefined || Object.hasOwn(nodeSelector, hostname) || terms.length === 0
    ? []
    : [withoutNames({ ...placement, required: terms })];
}

/** The conditions that do not depend on names. */
function withoutNames({ nodeName, required, ...placement }: Placement): Placement {
  const isOther = ({ key }: { readonly key: string }) => key !== hostname;
  return {
    ...placement,
    // no taint is asked then
    ...(nodeName !== undefined && { tolerations: [{ operator: 'Exists' }] }),
    nodeSelector: Object.fromEntries(Object.entries(placement.nodeSelector).filter(([key]) => key !== hostname)),
    ...(required && {
      required: required.map(({ labels }) => ({ labels: [...labels.filter(isOther), isLinux], fields: [] })),
    }),
  };
}

/** Holds on every node here; a term without conditions would match none. */
const isLinux: NodeSelectorTerm['labels'][number] = { key: 'kubernetes.io/os', operator: 'NotIn', values: ['windows'] };

/** Labels that GKE and ACK set on each node of a pool. */
const tolerantProviders = ['cloud.google.com/gke-nodepool', 'alibabacloud.com/nodepool-id'];

/**
 * GKE adds a toleration of its taint `kubernetes.io/arch=arm64:NoSchedule` to pods that select arm64, and the scheduler of ACK ignores the
 * taint for them since 1.24 (docs.cloud.google.com, “Prepare an Arm workload for deployment”; alibabacloud.com/help, “Schedule workloads to
 * ARM-based nodes”).
 */
function tolerantOn({ labels }: NodeKind, placement: Placement): Placement {
  const own = labels[arch];
  if (own === undefined || !tolerantProviders.some((key) => Object.hasOwn(labels, key)) || !selects(placement, own)) {
    return placement;
  }
  const toleration = { key: arch, operator: 'Equal', value: own, effect: 'NoSchedule' };
  return { ...placement, tolerations: [...placement.tolerations, toleration] };
}

function selects({ nodeSelector, required = [] }: Placement, architecture: string): boolean {
  return (
    nodeSelector[arch] === architecture ||
    required.some(({ labels }) =>
      labels.some(({ key, operator, values }) => key === arch && operator === 'In' && values.includes(architecture)),
    )
  );
}

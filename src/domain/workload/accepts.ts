import type { ClusterNode, NodeKind, Taint, Toleration } from '../cluster/cluster.ts';
import { normalLabel } from '../cluster/nodes/karpenterPool.ts';
import { tolerates } from '../cluster/tolerates.ts';
import type { NodeRequirement, NodeSelectorTerm, Placement } from './placement.ts';

/** The part of a node that decides whether a pod may run on it. A label whose value is not known may have the one that a pod wants. */
export type PlacementNode = Pick<ClusterNode, 'name' | 'labels' | 'moreLabels' | 'taints' | 'unschedulable'> &
  Pick<NodeKind, 'open'>;

/**
 * Why a pod does not run on a node: it names another node, its selector or required affinity does not match, the node is cordoned, or the pod
 * does not tolerate this taint.
 */
export type Refusal =
  { readonly reason: 'otherNode' | 'selector' | 'cordoned' } | { readonly reason: 'taint'; readonly taint: Taint };

/** The taint that stands for a cordoned node (k8s.io/api core/v1, `TaintNodeUnschedulable`). */
const cordon: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** What the controller adds to the pods of a DaemonSet (kubernetes pkg/controller/daemon/util/daemonset_util.go). */
const ofDaemonSets: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { ...cordon, operator: 'Exists' },
];

/**
 * Whether a pod may run on a node: kube-scheduler's filters NodeName, NodeUnschedulable, TaintToleration and NodeAffinity (kubernetes
 * pkg/scheduler/framework/plugins). It does not know resources or topology. Undefined: it may.
 */
export function refusalOf(placement: Placement, node: PlacementNode): Refusal | undefined {
  const { nodeName, tolerations, daemonSet } = placement;
  if (nodeName !== undefined) {
    // the scheduler and its taints are bypassed; kubelet still checks the selector (pkg/kubelet/lifecycle/predicate.go)
    return nodeName !== node.name
      ? { reason: 'otherNode' }
      : matchesNode(placement, node)
        ? undefined
        : { reason: 'selector' };
  }
  if (!matchesNode(placement, node)) {
    return { reason: 'selector' };
  }
  const all = daemonSet ? [...tolerations, ...ofDaemonSets] : tolerations;
  const isTolerated = (taint: Taint) => all.some((toleration) => tolerates(toleration, taint));
  if (node.unschedulable && !isTolerated(cordon)) {
    return { reason: 'cordoned' };
  }
  const taint = node.taints.find(
    (each) => (each.effect === 'NoSchedule' || each.effect === 'NoExecute') && !isTolerated(each),
  );
  return taint && { reason: 'taint', taint };
}

/** Selector and required affinity must both match (k8s.io/component-helpers scheduling/corev1/nodeaffinity). */
function matchesNode({ nodeSelector, required }: Placement, node: PlacementNode): boolean {
  return (
    Object.entries(nodeSelector).every(([key, value]) => mayHave(node, key, (own) => own === value)) &&
    (required === undefined || required.some((term) => matchesTerm(term, node)))
  );
}

function matchesTerm({ labels, fields }: NodeSelectorTerm, node: PlacementNode): boolean {
  return (
    labels.length + fields.length > 0 &&
    labels.every((requirement) => mayHave(node, requirement.key, (value) => matches(requirement, value))) &&
    // the name is the only field that the API knows
    fields.every((requirement) => requirement.key === 'metadata.name' && matches(requirement, node.name))
  );
}

/** k8s.io/apimachinery pkg/labels/selector.go, `Requirement.Matches` */
function matches({ operator, values }: NodeRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return compare(value, values) > 0;
    case 'Lt':
      return compare(value, values) < 0;
    default:
      return false;
  }
}

/** The sign of `value - limit`; 0, which matches neither, if one is not an integer. */
function compare(value: string | undefined, values: readonly string[]): number {
  const [limit, ...more] = values;
  const isInteger = (text: string | undefined): text is string => text !== undefined && /^[+-]?\d{1,19}$/.test(text);
  if (!isInteger(value) || !isInteger(limit) || more.length > 0) {
    return 0;
  }
  const [own, other] = [BigInt(value.replace('+', '')), BigInt(limit.replace('+', ''))];
  return own > other ? 1 : own < other ? -1 : 0;
}

/** Whether a label of the node satisfies the condition, or may do so. */
function mayHave(
  { labels, moreLabels, open }: PlacementNode,
  given: string,
  isWanted: (value: string | undefined) => boolean,
): boolean {
  // only pools have open labels, and Karpenter translates the names for them
  const key = open ? normalLabel(given) : given;
  const named = [key, `${key.slice(0, key.indexOf('/'))}/*`].find((each) => Object.hasOwn(open ?? {}, each));
  const possible = named === undefined || Object.hasOwn(labels, key) ? undefined : (open?.[named] ?? []);
  if (possible) {
    return possible.length === 0 || possible.some(isWanted);
  }
  return Object.hasOwn(labels, key) ? isWanted(labels[key]) : moreLabels === true || isWanted(undefined);
}

import type { NodeKind } from '../cluster.ts';
import { joinEqual } from './nodeKinds.ts';

/** Clusters have tens of kinds. Their number limits the work of each verdict. */
const mostKinds = 400;
/** Characters of all labels and taints, which are stored for the next session. */
const mostText = 400_000;

/** Labels that tell platforms apart are never left out. */
const platformLabels = new Set([
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
]);

/**
 * At most 400 kinds with 400,000 characters. Labels with the most different values, such as an instance's id, are left out until the rest
 * fits; then they count as having any value. Undefined if that is not enough, because taints are never left out.
 */
export function boundedKinds(kinds: readonly NodeKind[]): readonly NodeKind[] | undefined {
  let left = kinds;
  while (left.length > mostKinds || lengthOf(left) > mostText) {
    const values = differentValues(left);
    const most = [...values.values()].reduce((highest, count) => Math.max(highest, count), 0);
    const dropped = new Set([...values].filter(([, count]) => count > most / 2).map(([key]) => key));
    if (dropped.size === 0) {
      return undefined;
    }
    left = joinEqual(left.map((kind) => without(kind, dropped)));
  }
  return left;
}

function without(kind: NodeKind, dropped: ReadonlySet<string>): NodeKind {
  const labels = Object.entries(kind.labels);
  return labels.every(([key]) => !dropped.has(key))
    ? kind
    : { ...kind, labels: Object.fromEntries(labels.filter(([key]) => !dropped.has(key))), moreLabels: true };
}

/** How many values each label has. */
function differentValues(kinds: readonly NodeKind[]): ReadonlyMap<string, number> {
  const values = new Map<string, Set<string>>();
  for (const { labels } of kinds) {
    for (const [key, value] of Object.entries(labels)) {
      if (!platformLabels.has(key)) {
        values.set(key, (values.get(key) ?? new Set()).add(value));
      }
    }
  }
  return new Map([...values].map(([key, { size }]) => [key, size]));
}

function lengthOf(kinds: readonly NodeKind[]): number {
  const lengths = new Map<object, number>();
  return kinds.reduce((sum, { labels, taints, open }) => {
    // many kinds have the same labels
    const length = lengths.get(labels) ?? JSON.stringify(labels).length;
    lengths.set(labels, length);
    return sum + length + (taints.length > 0 || open ? JSON.stringify([taints, open]).length : 0);
  }, 0);
}

import { isMapping, type Mapping } from '../../untrusted/values.ts';
import type { Labels } from '../cluster.ts';

/** More than any node has: Node Feature Discovery sets about a hundred. */
const mostLabels = 250;
/** The longest valid key: a DNS name, a slash and a name (apimachinery pkg/util/validation, `IsQualifiedName`). */
const longestKey = 253 + 1 + 63;
const longestValue = 63;
/** Characters in the label sets of a cluster: ten times those of a cluster with 5,000 nodes of 100 kinds. */
const mostText = 4_000_000;

/** Every node has a value of its own. */
const individual = 'kubernetes.io/hostname';

/** Kept in any case: they tell platforms and virtual nodes apart (k8s.io/api core/v1/well_known_labels.go, docs.aws.amazon.com/eks). */
const essential = [
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'eks.amazonaws.com/compute-type',
  'type',
];

export interface NodeLabels {
  /** Without the host name. */
  readonly labels: Labels;
  readonly moreLabels?: true;
  readonly hostname?: string;
}

/**
 * Reads the labels of the nodes of a cluster. Equal sets are the same object, so that 5,000 nodes need little memory. Above the limits, only
 * essential labels are kept.
 */
export function createLabelReader(): (labels: unknown) => NodeLabels {
  const known = new Map<string, Labels>();
  let length = 0;

  function keep(entries: readonly (readonly [string, string])[]): Labels | undefined {
    // neither part can contain these characters
    const key = entries.map(([name, value]) => `${name}=${value}`).join();
    const former = known.get(key);
    if (former) {
      return former;
    }
    length += key.length;
    if (length > mostText) {
      return undefined;
    }
    const made = Object.fromEntries(entries);
    known.set(key, made);
    return made;
  }

  return (value) => {
    const all = validLabels(value);
    const hostname = all.find(([key]) => key === individual)?.[1];
    // the API server sorts them
    const shared = all.filter(([key]) => key !== individual);
    const kept = shared.length > mostLabels ? undefined : keep(shared);
    return {
      labels: kept ?? Object.fromEntries(shared.filter(([key]) => essential.includes(key))),
      ...(!kept && { moreLabels: true }),
      ...(hostname !== undefined && { hostname }),
    };
  };
}

/** The API server accepts no others. */
function validLabels(value: unknown): readonly [string, string][] {
  const labels: Mapping = isMapping(value) ? value : {};
  return Object.entries(labels).filter(
    (label): label is [string, string] =>
      typeof label[1] === 'string' && label[0].length <= longestKey && label[1].length <= longestValue,
  );
}

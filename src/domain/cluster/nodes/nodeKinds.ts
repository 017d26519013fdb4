import type { ClusterNode, Labels, NodeKind, NodePool } from '../cluster.ts';
import { openOn } from './karpenterPool.ts';

/** Names to keep of each cluster: only workloads that are bound to single nodes need them. */
const mostNames = 1000;

/** The nodes of a cluster, those that differ only in their names together, and its pools. */
export function nodeKinds(nodes: readonly ClusterNode[], pools: readonly NodePool[]): readonly NodeKind[] {
  const kinds = nodes.map(({ name, hostname = name, ...facts }, index): NodeKind => ({
    ...facts,
    nodes: 1,
    names: index >= mostNames ? [] : [hostname === name ? [name] : [name, hostname]],
  }));
  return [...joinEqual(kinds), ...pools.flatMap(kindsOfPool)];
}

/** Kinds for the platforms that a user declared; everything else about these nodes is unknown. */
export function declaredKinds(platforms: readonly string[]): readonly NodeKind[] {
  return platforms.map((platform) => ({ ...kindFor(platform), moreLabels: true }));
}

/** A node has one platform; the pool can add nodes for each. */
function kindsOfPool({ name, platforms, labels, taints, open }: NodePool): readonly NodeKind[] {
  return platforms.map((platform) => {
    const kind = kindFor(platform);
    const possible = openOn(open, kind.labels['kubernetes.io/arch'] ?? '');
    return { ...kind, labels: { ...labels, ...kind.labels }, taints, pool: name, open: possible };
  });
}

function kindFor(platform: string): NodeKind {
  const [os = '', architecture = ''] = platform.split('/');
  const labels: Labels = {
    'beta.kubernetes.io/arch': architecture,
    'beta.kubernetes.io/os': os,
    'kubernetes.io/arch': architecture,
    'kubernetes.io/os': os,
  };
  return { platform, labels, taints: [], unschedulable: false, ready: true, virtual: false, nodes: 0, names: [] };
}

/** One kind for all that differ only in their names. */
export function joinEqual(kinds: readonly NodeKind[]): readonly NodeKind[] {
  const idOf = labelIds();
  const found = new Map<string, { readonly kind: NodeKind; nodes: number; readonly names: (readonly string[])[] }>();
  for (const kind of kinds) {
    const { platform, labels, moreLabels, taints, unschedulable, ready, virtual, pullsRelated, pool, open } = kind;
    const others = taints.length > 0 || open || pool !== undefined ? JSON.stringify([taints, open, pool]) : '';
    const key = [platform, idOf(labels), moreLabels, unschedulable, ready, virtual, pullsRelated, others].join();
    const same = found.get(key) ?? { kind, nodes: 0, names: [] };
    same.nodes += kind.nodes;
    for (const name of kind.names) {
      same.names.push(name);
    }
    found.set(key, same);
  }
  return [...found.values()].map(({ kind, nodes, names }) => ({ ...kind, nodes, names }));
}

/** Numbers equal sets of labels; most are the same object (`createLabelReader`), so few of them are compared as text. */
function labelIds(): (labels: Labels) => number {
  const byObject = new Map<Labels, number>();
  const byText = new Map<string, number>();
  return (labels) => {
    const known = byObject.get(labels);
    if (known !== undefined) {
      return known;
    }
    const text = JSON.stringify(labels);
    const id = byText.get(text) ?? byText.size;
    byText.set(text, id);
    byObject.set(labels, id);
    return id;
  };
}

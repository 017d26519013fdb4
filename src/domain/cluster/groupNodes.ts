import type { Ineligible, NodeGroup, NodeKind, Toleration } from './cluster.ts';
import { repelling } from './nodes/repelling.ts';
import { formatTaint, tolerates } from './tolerates.ts';

const controlPlane = new Set(['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']);

interface Judged {
  readonly reason: Ineligible;
  readonly taint?: string;
}

/**
 * The nodes by platform, and how many of them are eligible; most nodes first, nodes without a platform last.
 *
 * @param tolerations what any workload of the workspace tolerates
 * @param taken how many nodes of a kind accept certain workloads: 0 for a pool that does, undefined if none does. By default, all nodes that
 * repel no workload are eligible.
 */
export function groupNodes(
  kinds: readonly NodeKind[],
  tolerations: readonly Toleration[],
  taken?: (kind: NodeKind) => number | undefined,
): readonly NodeGroup[] {
  const groups = new Map<string, CountedKind[]>();
  for (const kind of kinds) {
    const refused = judge(kind, tolerations);
    const eligible = taken ? taken(kind) : refused ? undefined : kind.nodes;
    const isThere = kind.nodes > 0 || (kind.pool === undefined && taken === undefined);
    if (isThere || eligible !== undefined) {
      const platform = kind.platform ?? 'unknown';
      const group = groups.get(platform) ?? [];
      group.push({ kind, refused, eligible: eligible ?? 0 });
      groups.set(platform, group);
    }
  }
  return [...groups]
    .map(([platform, group]) => groupOf(platform, group))
    .sort((a, b) => Number(a.platform === 'unknown') - Number(b.platform === 'unknown') || b.nodes - a.nodes);
}

/** How many of these nodes repel no workload of the workspace: 0 for a pool that can add one, undefined if none does. */
export function eligibleIn(kind: NodeKind, tolerations: readonly Toleration[]): number | undefined {
  return judge(kind, tolerations) ? undefined : kind.nodes;
}

interface CountedKind {
  readonly kind: NodeKind;
  readonly refused: Judged | undefined;
  readonly eligible: number;
}

function groupOf(platform: string, all: readonly CountedKind[]): NodeGroup {
  const counted = all.filter(({ kind }) => kind.pool === undefined);
  const counts = new Map<string, Judged & { nodes: number }>();
  for (const { kind, refused = notSelected, eligible } of counted) {
    const key = `${refused.reason} ${refused.taint ?? ''}`;
    const nodes = kind.nodes - eligible + (counts.get(key)?.nodes ?? 0);
    if (nodes > 0) {
      counts.set(key, { ...refused, nodes });
    }
  }
  const nodes = counted.reduce((sum, { kind }) => sum + kind.nodes, 0);
  const related = counted.filter(({ kind }) => kind.pullsRelated).reduce((sum, { eligible }) => sum + eligible, 0);
  const names = all.flatMap(({ kind }) => kind.pool ?? []);
  return {
    platform,
    nodes,
    eligible: counted.reduce((sum, { eligible }) => sum + eligible, 0),
    ...(related > 0 && { pullRelated: related }),
    taints: [...new Set(counted.flatMap(({ kind }) => kind.taints.map(formatTaint)))],
    ineligible: [...counts.values()].sort((a, b) => b.nodes - a.nodes),
    ...(names.length > 0 && { pools: [...new Set(names)] }),
  };
}

const notSelected: Judged = { reason: 'notSelected' };

/** Why no pod of this workspace is scheduled on the node; undefined: it is eligible. Of a pool, only the taints are known. */
function judge(node: NodeKind, tolerations: readonly Toleration[]): Judged | undefined {
  const reason = node.pool === undefined ? unfitness(node) : undefined;
  if (reason !== undefined) {
    return { reason };
  }
  const taint = repelling(node).find((each) => !tolerations.some((toleration) => tolerates(toleration, each)));
  if (taint === undefined) {
    return undefined;
  }
  return controlPlane.has(taint.key)
    ? { reason: 'controlPlane' }
    : { reason: 'untoleratedTaint', taint: formatTaint(taint) };
}

function unfitness({ virtual, platform, unschedulable, ready }: NodeKind): Ineligible | undefined {
  if (virtual) {
    return 'virtualKubelet';
  }
  if (platform === undefined) {
    return 'unknownPlatform';
  }
  if (platform.startsWith('windows/')) {
    return 'windows';
  }
  if (unschedulable) {
    return 'cordoned';
  }
  return ready ? undefined : 'notReady';
}

import type { ClusterNode, Ineligible, NodeGroup, NodePool, Taint, Toleration } from './cluster.ts';
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
 */
export function groupNodes(
  nodes: readonly ClusterNode[],
  pools: readonly NodePool[],
  tolerations: readonly Toleration[],
): readonly NodeGroup[] {
  const groups = new Map<string, ClusterNode[]>();
  for (const node of nodes) {
    const platform = node.platform ?? 'unknown';
    const group = groups.get(platform);
    if (group) {
      group.push(node);
    } else {
      groups.set(platform, [node]);
    }
  }
  const growing = pools.filter(({ taints }) => untolerated(taints, tolerations) === undefined);
  const platforms = new Set([...groups.keys(), ...growing.flatMap((pool) => pool.platforms)]);
  return [...platforms]
    .map((platform) => groupOf(platform, groups.get(platform) ?? [], growing, tolerations))
    .sort((a, b) => Number(a.platform === 'unknown') - Number(b.platform === 'unknown') || b.nodes - a.nodes);
}

function groupOf(
  platform: string,
  nodes: readonly ClusterNode[],
  growing: readonly NodePool[],
  tolerations: readonly Toleration[],
): NodeGroup {
  const judged = nodes.flatMap((node) => judge(node, tolerations) ?? []);
  const counts = new Map<string, Judged & { nodes: number }>();
  for (const each of judged) {
    const key = `${each.reason} ${each.taint ?? ''}`;
    counts.set(key, { ...each, nodes: (counts.get(key)?.nodes ?? 0) + 1 });
  }
  const names = growing.filter((pool) => pool.platforms.includes(platform)).map(({ name }) => name);
  return {
    platform,
    nodes: nodes.length,
    eligible: nodes.length - judged.length,
    taints: [...new Set(nodes.flatMap(({ taints }) => taints.map(formatTaint)))],
    ineligible: [...counts.values()].sort((a, b) => b.nodes - a.nodes),
    ...(names.length > 0 && { pools: names }),
  };
}

/** Why no pod of this workspace is scheduled on the node; undefined: it is eligible. */
function judge(node: ClusterNode, tolerations: readonly Toleration[]): Judged | undefined {
  const { platform, taints } = node;
  if (node.virtual) {
    return { reason: 'virtualKubelet' };
  }
  if (platform === undefined) {
    return { reason: 'unknownPlatform' };
  }
  if (platform.startsWith('windows/')) {
    return { reason: 'windows' };
  }
  if (node.unschedulable) {
    return { reason: 'cordoned' };
  }
  if (!node.ready) {
    return { reason: 'notReady' };
  }
  const taint = untolerated(taints, tolerations);
  if (taint === undefined) {
    return undefined;
  }
  return controlPlane.has(taint.key)
    ? { reason: 'controlPlane' }
    : { reason: 'untoleratedTaint', taint: formatTaint(taint) };
}

/** The first taint that repels pods and that no workload tolerates. */
function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined {
  return taints
    .filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute')
    .find((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

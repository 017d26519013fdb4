import type { ClusterPlatforms, NodeGroup } from '../cluster.ts';

/** The platforms that images for these clusters need, each once, most nodes first. */
export function clusterTargets(clusters: readonly ClusterPlatforms[]): readonly string[] {
  const nodes = new Map<string, number>();
  for (const cluster of clusters) {
    for (const group of cluster.groups.filter((each) => isNeeded(each, cluster))) {
      nodes.set(group.platform, (nodes.get(group.platform) ?? 0) + group.eligible);
    }
  }
  return [...nodes].sort(([, a], [, b]) => b - a).map(([platform]) => platform);
}

/** Whether pods of this workspace would run there: on existing nodes, on nodes that a pool can add, or on declared ones. */
export function isNeeded(
  { platform, eligible, pools }: NodeGroup,
  { state }: Pick<ClusterPlatforms, 'state'>,
): boolean {
  return (
    platform !== 'unknown' &&
    !platform.startsWith('windows/') &&
    (eligible > 0 || pools !== undefined || state === 'declared')
  );
}

import type { ClusterNode } from '../../src/domain/cluster/cluster.ts';

/** A node of amd64 that repels nothing. */
export function clusterNode(
  name: string,
  labels: ClusterNode['labels'] = {},
  more: Partial<ClusterNode> = {},
): ClusterNode {
  return {
    name,
    platform: 'linux/amd64',
    labels,
    taints: [],
    unschedulable: false,
    ready: true,
    virtual: false,
    ...more,
  };
}

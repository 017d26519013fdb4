import type { ClusterPlatforms, Toleration } from '../cluster/cluster.ts';
import { eligibleIn, groupNodes } from '../cluster/groupNodes.ts';
import { acceptedIn } from '../workload/acceptsKind.ts';
import { selectsArchitecture } from '../workload/placement.ts';
import type { ImageUse } from './imageUse.ts';

/** The workloads that can run on a cluster. */
export function usesOn(context: string, uses: readonly ImageUse[]): readonly ImageUse[] {
  return uses.filter((use) => !use.engine && (use.context === undefined || use.context === context));
}

/**
 * The cluster with only those nodes eligible that at least one of these workloads may run on. Without any, with those that repel no workload
 * of the workspace; those count, too, if it is not known where one of the workloads may run.
 *
 * @param uses of this cluster (`usesOn`)
 * @param tolerations what any workload of the workspace tolerates
 */
export function placedOn(
  cluster: ClusterPlatforms,
  uses: readonly ImageUse[],
  tolerations: readonly Toleration[],
): ClusterPlatforms {
  const { kinds } = cluster;
  if (kinds === undefined) {
    return cluster;
  }
  const { placedBy, ...rest } = cluster;
  const placements = uses.filter(({ unplaced }) => unplaced !== true).map(({ placement }) => placement);
  const isAnyUnplaced = placements.length < uses.length;
  const own = placements.flatMap((placement) => placement.tolerations);
  return {
    ...rest,
    ...(placedBy && !placements.some(selectsArchitecture) && { placedBy }),
    groups:
      placements.length === 0
        ? groupNodes(kinds, tolerations)
        : groupNodes(kinds, [...tolerations, ...own], (kind) => {
            const accepted = acceptedIn(kind, placements);
            const usual = isAnyUnplaced ? eligibleIn(kind, tolerations) : undefined;
            return accepted === undefined || usual === undefined ? (accepted ?? usual) : Math.max(accepted, usual);
          }),
  };
}

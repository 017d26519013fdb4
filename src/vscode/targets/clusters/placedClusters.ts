import type { ClusterPlatforms, Toleration } from '../../../domain/cluster/cluster.ts';
import type { ImageUse } from '../../../domain/coverage/imageUse.ts';
import { placedOn, usesOn } from '../../../domain/coverage/placedOn.ts';

/** The nodes of a cluster for certain workloads (`placedOn`). Nodes and workloads that are equal are judged once. */
export type PlacedClusters = (known: ClusterPlatforms, uses: readonly ImageUse[]) => ClusterPlatforms;

/** Per cluster: a workspace has fewer different placements. */
const most = 2000;

/** @param tolerations what any workload of the workspace tolerates */
export function createPlacedClusters(tolerations: () => readonly Toleration[]): PlacedClusters {
  const answers = new WeakMap<ClusterPlatforms, Map<string, ClusterPlatforms>>();
  return (known, uses) => {
    const own = usesOn(known.context, uses);
    const tolerated = tolerations();
    const placements = own.map(({ placement, unplaced }) => JSON.stringify([placement, unplaced]));
    const key = JSON.stringify([[...new Set(placements)].sort(), tolerated]);
    const former = answers.get(known) ?? new Map<string, ClusterPlatforms>();
    answers.set(known, former);
    const placed = former.get(key) ?? placedOn(known, own, tolerated);
    if (former.size >= most) {
      former.clear();
    }
    former.set(key, placed);
    return placed;
  };
}

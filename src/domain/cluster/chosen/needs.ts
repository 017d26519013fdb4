import type { AskedCluster } from './asked.ts';
import type { ClusterPlatforms, NodeGroup } from '../cluster.ts';
import { isNeeded } from './clusterTargets.ts';

/** A selected cluster that runs pods of this workspace on a platform. */
export interface Need {
  readonly context: string;
  readonly state: ClusterPlatforms['state'];
  readonly group: NodeGroup;
}

/** The selected clusters that need images for a platform, in the order of the selection. */
export function needsOf(platform: string, chosen: readonly AskedCluster[]): readonly Need[] {
  return chosen.flatMap(({ context, known }) =>
    (known?.groups ?? [])
      .filter((group) => group.platform === platform && known !== undefined && isNeeded(group, known))
      .map((group) => ({ context, state: known?.state ?? 'read', group })),
  );
}

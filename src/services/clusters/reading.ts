import { groupNodes, isLocalCluster, type NodeGroup } from '../../domain/cluster.ts';
import { formatPlatform, parsePlatform } from '../../domain/platform.ts';
import { createAsking, type Asking, type AskingDeps } from './asking.ts';
import type { Clusters } from './clusters.ts';
import { createNodeReading } from './nodeReading.ts';
import type { Turns } from './turns.ts';

/** What asks clusters. */
export interface Reading extends Pick<Clusters, 'read'> {
  readonly asking: Asking;
}

/** @param deps.turns shared with all who ask the same clusters */
export function createReading(deps: AskingDeps & { readonly turns: Turns }): Reading {
  const asking = createAsking(deps);
  const nodes = createNodeReading({ ...deps, asking });
  return {
    asking,
    async read(context, { signal, tolerations = [], declared = {} } = {}) {
      const { entry, answer } = await nodes.read(context, signal);
      const local = isLocalCluster({ context, ...(entry?.server !== undefined && { server: entry.server }) });
      if ('nodes' in answer) {
        return { context, state: 'read', local, groups: groupNodes(answer.nodes, answer.pools, tolerations) };
      }
      const named = Object.hasOwn(declared, context) ? declaredGroups(declared[context] ?? []) : [];
      return named.length > 0
        ? { context, state: 'declared', problem: answer.problem, local, groups: named }
        : { context, ...answer, local, groups: [] };
    },
  };
}

function declaredGroups(platforms: readonly string[]): readonly NodeGroup[] {
  const known = platforms.flatMap((text) => {
    const platform = parsePlatform(text);
    return platform.ok ? [formatPlatform(platform.value)] : [];
  });
  return [...new Set(known)].map((platform) => ({ platform, nodes: 0, eligible: 0, taints: [], ineligible: [] }));
}

import { groupNodes } from '../../domain/cluster/groupNodes.ts';
import { isLocalCluster } from '../../domain/cluster/localCluster.ts';
import type { ClusterPlatforms, Toleration } from '../../domain/cluster/cluster.ts';
import { boundedKinds } from '../../domain/cluster/nodes/boundedKinds.ts';
import { declaredKinds } from '../../domain/cluster/nodes/nodeKinds.ts';
import { platformList } from '../../domain/platform.ts';
import { createClusterCalls, type ClusterCalls, type ClusterCallsDeps } from './access.ts';
import { createNodeReader } from './nodes.ts';
import type { SerialQueue } from '../concurrency/serialQueue.ts';

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** The tolerations of the workloads in the workspace. */
  readonly tolerations?: readonly Toleration[];
  /** The platforms that the user declared for a context whose nodes cannot be listed. */
  readonly declared?: Readonly<Record<string, readonly string[]>>;
}

export interface ClusterReader {
  /**
   * Queries the nodes of a context once: concurrent calls share it, and nothing is retried automatically. Rejects with `CancelledError`
   * only: other failures are the `problem`. The process ends when the last caller cancels.
   */
  read(context: string, options?: ReadOptions): Promise<ClusterPlatforms>;
}

/** The part that queries clusters. */
export interface Reading extends ClusterReader {
  readonly calls: ClusterCalls;
}

/** @param deps.serially shared with everything that queries the same clusters */
export function createClusterReader(deps: ClusterCallsDeps & { readonly serially: SerialQueue }): Reading {
  const calls = createClusterCalls(deps);
  const nodes = createNodeReader({ ...deps, calls });
  return {
    calls,
    async read(context, { signal, tolerations = [], declared = {} } = {}) {
      const { entry, answer } = await nodes.read(context, signal);
      const local = isLocalCluster({ context, ...(entry?.server !== undefined && { server: entry.server }) });
      if ('kinds' in answer) {
        const kinds = boundedKinds(answer.kinds);
        const groups = groupNodes(answer.kinds, tolerations);
        const { placedBy } = answer;
        return { context, state: 'read', local, groups, ...(kinds && { kinds }), ...(placedBy && { placedBy }) };
      }
      const kinds = declaredKinds(platformList(Object.hasOwn(declared, context) ? (declared[context] ?? []) : []));
      return kinds.length > 0
        ? { context, state: 'declared', problem: answer.problem, local, groups: groupNodes(kinds, []), kinds }
        : { context, ...answer, local, groups: [] };
    },
  };
}

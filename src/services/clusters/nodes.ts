import type { ClusterState, NodeKind, NodePool } from '../../domain/cluster/cluster.ts';
import { nodeKinds } from '../../domain/cluster/nodes/nodeKinds.ts';
import type { KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { listNodePools } from '../../tools/kubectl/nodePools.ts';
import { listNodes } from '../../tools/kubectl/nodes.ts';
import type { KubeTarget } from '../../tools/kubectl/raw.ts';
import { CancelledError, isCancelled } from '../../tools/process/errors.ts';
import { createSingleFlight } from '../concurrency/singleFlight.ts';
import type { ClusterAccess } from './access.ts';
import { secondsOf, usualLimit } from './timeouts.ts';

/** The result of reading the nodes of a context. */
type NodesAnswer =
  | { readonly kinds: readonly NodeKind[] }
  | { readonly state: Exclude<ClusterState, 'read' | 'declared'>; readonly problem: Diagnosis };

export interface NodesOf {
  /** The context in the kubeconfig. */
  readonly entry: KubeContext | undefined;
  readonly answer: NodesAnswer;
}

/** Queries the nodes of contexts: one process per context at a time, because an exec plugin may prompt the user. */
export function createNodeReader(deps: ClusterAccess): {
  /** Rejects with `CancelledError` only. */
  readonly read: (context: string, signal: AbortSignal | undefined) => Promise<NodesOf>;
} {
  const { runner, override, calls, serially, limit = usualLimit } = deps;
  const seconds = secondsOf(limit);

  async function ask(context: string, signal: AbortSignal): Promise<NodesOf> {
    const asked = await calls.open(context);
    if ('failure' in asked) {
      return { entry: asked.entry, answer: asked.failure };
    }
    const { kubectl, target, entry } = asked;
    const began = performance.now();
    const answer = await calls.list(asked, listNodes(kubectl, target, seconds), { signal, timeout: limit });
    if ('failure' in answer) {
      return { entry, answer: answer.failure };
    }
    const left = limit - (performance.now() - began);
    return { entry, answer: { kinds: nodeKinds(answer.items, await pools(kubectl, target, left, signal)) } };
  }

  /**
   * Clusters without Karpenter, or without permission to read it, have no pools. This runs the login plugin once more, which has just
   * succeeded without a prompt; the plugins of all clouds cache their tokens.
   */
  async function pools(
    kubectl: string,
    target: KubeTarget,
    timeout: number,
    signal: AbortSignal,
  ): Promise<readonly NodePool[]> {
    try {
      return await runner.run(listNodePools(kubectl, target, seconds), { signal, timeout, env: override() });
    } catch (error) {
      if (isCancelled(error)) {
        throw new CancelledError();
      }
      return [];
    }
  }

  const shared = createSingleFlight<Awaited<ReturnType<typeof ask>>>();
  return {
    read: (context, signal) => shared(context, signal, (own) => serially(context, own, () => ask(context, own))),
  };
}

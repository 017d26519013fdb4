import type { ClusterPlatforms, ClusterState, NodeKind } from '../../domain/cluster/cluster.ts';
import { nodeKinds } from '../../domain/cluster/nodes/nodeKinds.ts';
import type { KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { listNodePools } from '../../tools/kubectl/nodePools.ts';
import { findPlacementWebhook } from '../../tools/kubectl/placementWebhooks.ts';
import { listNodes } from '../../tools/kubectl/nodes.ts';
import type { Command } from '../../tools/process/command.ts';
import { CancelledError, isCancelled } from '../../tools/process/errors.ts';
import { createSingleFlight } from '../concurrency/singleFlight.ts';
import type { ClusterAccess } from './access.ts';
import { secondsOf, usualLimit } from './timeouts.ts';

/** The result of reading the nodes of a context. */
type NodesAnswer =
  | (Pick<ClusterPlatforms, 'placedBy'> & { readonly kinds: readonly NodeKind[] })
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
    const leftOf = () => limit - (performance.now() - began);
    const pools = (await unlessRefused(listNodePools(kubectl, target, seconds), leftOf(), signal)) ?? [];
    const kinds = nodeKinds(answer.items, pools);
    const isMixed = new Set(kinds.map(({ platform }) => platform)).size > 1;
    const placedBy =
      isMixed && leftOf() > 0
        ? await unlessRefused(findPlacementWebhook(kubectl, target, seconds), leftOf(), signal)
        : undefined;
    return { entry, answer: { kinds, placedBy } };
  }

  /**
   * Undefined without permission, or if the cluster has no such objects. This runs the login plugin once more, which has just succeeded
   * without a prompt; the plugins of all clouds cache their tokens.
   */
  async function unlessRefused<T>(command: Command<T>, timeout: number, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await runner.run(command, { signal, timeout, env: override() });
    } catch (error) {
      if (isCancelled(error)) {
        throw new CancelledError();
      }
      return undefined;
    }
  }

  const shared = createSingleFlight<Awaited<ReturnType<typeof ask>>>();
  return {
    read: (context, signal) => shared(context, signal, (own) => serially(context, own, () => ask(context, own))),
  };
}

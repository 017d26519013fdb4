import type { KubeContext, NodePool } from '../../domain/cluster.ts';
import { diagnoseCluster, type ClusterEvidence } from '../../domain/diagnosis/diagnoseCluster.ts';
import { listNodePools } from '../../tools/kubectl/nodePools.ts';
import { listNodes } from '../../tools/kubectl/nodes.ts';
import type { KubeTarget } from '../../tools/kubectl/raw.ts';
import { CancelledError, isCancelled, isCommandError } from '../../tools/process/errors.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { ClustersDeps, KubeContexts, NodesAnswer } from './clusters.ts';
import { createShared } from './shared.ts';

export interface NodeReadingDeps extends ClustersDeps {
  readonly contexts: () => Promise<KubeContexts>;
  /** What is added to the environment of kubectl. */
  readonly override: () => Readonly<Record<string, string>>;
}

export interface NodesOf {
  /** The context as the kubeconfig has it. */
  readonly entry: KubeContext | undefined;
  readonly answer: NodesAnswer;
}

const usualLimit = 20_000;
/** The part of it that a server has for an answer; the rest is to tell a silent server from a login that wants a person. */
const serversShare = 0.75;
/** Characters of stderr that are kept: an exec plugin can say anything. */
const mostWords = 64 * 1024;

/** Asks contexts for their nodes: one process at a time for each, since its exec plugin may want a person. */
export function createNodeReading(deps: NodeReadingDeps): {
  /** Rejects with `CancelledError` only. */
  readonly read: (context: string, signal: AbortSignal | undefined) => Promise<NodesOf>;
} {
  const { runner, kubectlPath, contexts, override, limit = usualLimit } = deps;
  const seconds = Math.max(1, Math.ceil((limit * serversShare) / 1000));

  async function ask(context: string, signal: AbortSignal): Promise<NodesOf> {
    const known = await contexts();
    const entry = known.contexts.find(({ name }) => name === context);
    const failed = (evidence: ClusterEvidence): NodesOf => {
      const server = entry?.server;
      return {
        entry,
        answer: diagnoseCluster({
          ...evidence,
          context,
          ...(server !== undefined && { server }),
          exec: entry?.exec === true,
        }),
      };
    };
    const kubectl = await findExecutable(kubectlPath());
    if (kubectl === undefined) {
      return failed({ kubectlMissing: kubectlPath() });
    }
    if (entry === undefined) {
      const [problem] = known.problems;
      return failed(problem === undefined ? { contextMissing: true } : { brokenFile: problem });
    }
    const target: KubeTarget = { context, server: entry.server };
    const call = listNodes(kubectl, target, seconds);
    const began = performance.now();
    const reader = call.reader();
    let words = '';
    let broken: unknown;
    try {
      const exitCode = await runner.stream(
        { ...call, env: override() },
        {
          signal,
          timeout: limit,
          onStdout: (chunk) => {
            try {
              reader.push(chunk);
            } catch (error) {
              broken ??= error;
            }
          },
          onStderr: (chunk) => {
            words = `${words}${Buffer.from(chunk).toString('utf8')}`.slice(0, mostWords);
          },
        },
      );
      const nodes = reader.nodes();
      if (exitCode === 0 && nodes !== undefined && broken === undefined) {
        return {
          entry,
          answer: { nodes, pools: await pools(kubectl, target, limit - (performance.now() - began), signal) },
        };
      }
      return failed({ words, cut: exitCode === 0 && broken === undefined });
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return failed(
        isCommandError(error)
          ? { words, timedOut: error.timedOut }
          : { words: error instanceof Error ? error.message : '' },
      );
    }
  }

  /**
   * Who has no Karpenter, or may not read it, has no pools. The login program of the kubeconfig runs once more for it: it has
   * just succeeded without a person, and what it got is kept by all those of the clouds.
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

  const shared = createShared(ask);
  return { read: shared };
}

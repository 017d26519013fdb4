import type { KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import { diagnoseCluster, type ClusterEvidence, type ClusterFailure } from '../../domain/diagnosis/diagnoseCluster.ts';
import type { ListCall } from '../../tools/kubectl/lists/listReader.ts';
import type { KubeTarget } from '../../tools/kubectl/raw.ts';
import { isCancelled, isCommandError } from '../../tools/process/errors.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { ClustersDeps, Contexts } from './contexts.ts';
import type { SerialQueue } from '../concurrency/serialQueue.ts';

export type ClusterCallsDeps = ClustersDeps & Contexts;

/** What is needed to query clusters. */
export interface ClusterAccess extends ClusterCallsDeps {
  readonly calls: ClusterCalls;
  readonly serially: SerialQueue;
}

/** A cluster that can be queried. */
export interface OpenContext {
  readonly kubectl: string;
  readonly target: KubeTarget;
  /** The context in the kubeconfig. */
  readonly entry: KubeContext;
  /** Why there is no answer. */
  readonly failed: (evidence: ClusterEvidence) => ClusterFailure;
}

export interface ClusterCalls {
  /** Resolves a context to its cluster, or to the reason why it cannot be queried. Reads files only. */
  open(
    context: string,
  ): Promise<OpenContext | { readonly entry: KubeContext | undefined; readonly failure: ClusterFailure }>;
  /** Parses a list while it arrives. Rejects with `CancelledError` only. @param timeout milliseconds */
  list<T>(
    asked: OpenContext,
    call: ListCall<T>,
    options: { readonly signal: AbortSignal; readonly timeout: number; readonly about?: ClusterEvidence['about'] },
  ): Promise<{ readonly items: readonly T[] } | { readonly failure: ClusterFailure }>;
}

/** Maximum number of characters of stderr to keep: exec plugins are untrusted. */
const mostWords = 64 * 1024;

/** Appends output to the kept text. */
export function addWords(words: string, chunk: Uint8Array): string {
  return `${words}${Buffer.from(chunk).toString('utf8')}`.slice(0, mostWords);
}

/** The evidence from kubectl and its login plugin after an incomplete run. */
export function evidenceOf(error: unknown, words = ''): ClusterEvidence {
  return isCommandError(error)
    ? { words: words === '' ? error.stderr : words, timedOut: error.timedOut }
    : { words: error instanceof Error ? error.message : '' };
}

export function createClusterCalls({ runner, kubectlPath, contexts, override }: ClusterCallsDeps): ClusterCalls {
  return {
    async open(context) {
      const known = await contexts();
      const entry = known.contexts.find(({ name }) => name === context);
      const server = entry?.server;
      const failed = (evidence: ClusterEvidence) =>
        diagnoseCluster({ ...evidence, context, ...(server !== undefined && { server }), exec: entry?.exec === true });
      const kubectl = await findExecutable(kubectlPath());
      if (kubectl === undefined) {
        return { entry, failure: failed({ kubectlMissing: kubectlPath() }) };
      }
      if (entry === undefined) {
        const [problem] = known.problems;
        const evidence = problem === undefined ? { contextMissing: true } : { brokenFile: problem };
        return { entry, failure: failed(evidence) };
      }
      return { kubectl, target: { context, server }, entry, failed };
    },

    async list({ failed }, call, { signal, timeout, about }) {
      const reader = call.reader();
      const over = new AbortController();
      let words = '';
      let broken: unknown;
      try {
        const exitCode = await runner.stream(
          { ...call, env: override() },
          {
            signal: AbortSignal.any([signal, over.signal]),
            timeout,
            onStdout: (chunk) => {
              try {
                reader.push(chunk);
              } catch (error) {
                broken ??= error;
                // it may never end
                over.abort();
              }
            },
            onStderr: (chunk) => {
              words = addWords(words, chunk);
            },
          },
        );
        const items = reader.items();
        return exitCode === 0 && items !== undefined && broken === undefined
          ? { items }
          : { failure: failed({ words, cut: exitCode === 0 && broken === undefined, about }) };
      } catch (error) {
        if (isCancelled(error) && (broken === undefined || signal.aborted)) {
          throw error;
        }
        return { failure: failed({ ...(broken === undefined ? evidenceOf(error, words) : { words }), about }) };
      }
    },
  };
}

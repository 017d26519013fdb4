import { DiagnosedError, type Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { ClusterEvidence, ClusterFailure } from '../../domain/diagnosis/diagnoseCluster.ts';
import type { ClusterWorkloads, PlacedWorkload, Pod, Workload } from '../../domain/workload/workload.ts';
import type { ListCall } from '../../tools/kubectl/lists/listReader.ts';
import { listPods } from '../../tools/kubectl/pods.ts';
import { nodePlatform } from '../../tools/kubectl/nodes.ts';
import {
  deletePods,
  describePod,
  lastWords,
  podLogs,
  restartWorkload,
  undoRollout,
} from '../../tools/kubectl/rollout.ts';
import { listWorkloads, type ListedKind } from '../../tools/kubectl/workloads.ts';
import type { Command } from '../../tools/process/command.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import { createSingleFlight } from '../concurrency/singleFlight.ts';
import { afterwards, type After } from '../concurrency/timer.ts';
import { evidenceOf, type OpenContext, type ClusterAccess } from './access.ts';
import { secondsOf, usualLimit } from './timeouts.ts';
import { createRolloutWatch, type NewPods, type RolloutEnd, type RolloutNews } from './rolloutWatch.ts';

/** The workloads of a context, or why they are unknown. */
export type WorkloadsAnswer = ClusterWorkloads | { readonly problem: Diagnosis };

/** The workloads of clusters, and their restart. Contacts only the named contexts. */
export interface Workloads {
  /**
   * Queries the workloads and pods of a context once; concurrent calls share the answer. Without permission to list the whole cluster,
   * lists the namespace of the context. Rejects with `CancelledError` only.
   */
  read(context: string, signal?: AbortSignal): Promise<WorkloadsAnswer>;
  /**
   * Replaces the pods of a workload. Rejects with the cluster's diagnosis as a `DiagnosedError`, or with `CancelledError`.
   *
   * @returns the mark of its new pods
   */
  restart(workload: PlacedWorkload, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Follows a rollout until its new pods have stayed up for a while, it fails, or it can no longer be followed. Rejects with
   * `CancelledError`, or as `restart` does if the cluster cannot be contacted at all.
   */
  follow(
    workload: PlacedWorkload,
    pods: NewPods,
    news: (news: RolloutNews) => void,
    signal: AbortSignal,
  ): Promise<RolloutEnd>;
  /** Restores the previous revision of a workload's template. Rejects as `restart` does. */
  undo(workload: PlacedWorkload, signal?: AbortSignal): Promise<void>;
  /** Deletes pods of a workload, so that new ones are created. Rejects as `restart` does. @param pods their names */
  deletePods(workload: PlacedWorkload, pods: readonly string[], signal?: AbortSignal): Promise<void>;
  /** The last output of a container that ended; empty if it is not available. Rejects with `CancelledError` only. */
  words(context: string, pod: Pod, container: string, signal: AbortSignal): Promise<string>;
  /** The platform of a node; undefined if it cannot be read. Rejects with `CancelledError` only. @param node a valid name */
  nodePlatform(context: string, node: string, signal: AbortSignal): Promise<string | undefined>;
  /** What kubectl tells about a pod, for people. Rejects as `restart` does. */
  describe(pod: PlacedWorkload, signal?: AbortSignal): Promise<string>;
  /**
   * The command that shows the logs of the pods: a program, its arguments and additional environment variables. Rejects as `restart` does.
   */
  logs(
    workload: PlacedWorkload,
  ): Promise<Pick<Command<never>, 'file' | 'args'> & { readonly env: Record<string, string> }>;
}

const kinds: readonly ListedKind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'];
/** Number of lines to show per container. */
const lines = 200;

/** @param after waits until new pods have stayed up */
export function createWorkloads(deps: ClusterAccess, after: After = afterwards): Workloads {
  const { runner, override, calls, serially, limit = usualLimit } = deps;
  const seconds = secondsOf(limit);

  async function ask(context: string, signal: AbortSignal): Promise<WorkloadsAnswer> {
    const asked = await calls.open(context);
    if ('failure' in asked) {
      return asked.failure;
    }
    const { kubectl, target } = asked;
    const own = asked.entry.namespace ?? 'default';
    const scope = { narrow: false };

    /** All namespaces, or the context's namespace if listing all is forbidden. */
    async function list<T>(
      call: (namespace: string | undefined) => ListCall<T>,
    ): Promise<{ readonly items: readonly T[] } | { readonly failure: ClusterFailure }> {
      const options = { signal, timeout: limit, about: 'workloads' } as const;
      const answer = await calls.list(asked as OpenContext, call(scope.narrow ? own : undefined), options);
      if (scope.narrow || !isForbidden(answer)) {
        return answer;
      }
      scope.narrow = true;
      return calls.list(asked as OpenContext, call(own), options);
    }

    const lists: (readonly Workload[])[] = [];
    const refused: ClusterFailure[] = [];
    for (const kind of kinds) {
      const answer = await list((namespace) => listWorkloads(kubectl, target, { kind, namespace }, seconds));
      if ('items' in answer) {
        lists.push(answer.items);
      } else if (isForbidden(answer)) {
        refused.push(answer.failure);
      } else {
        return answer.failure;
      }
    }
    const pods = await list((namespace) => listPods(kubectl, target, namespace, seconds));
    if ('failure' in pods && (!isForbidden(pods) || refused.length === kinds.length)) {
      return pods.failure;
    }
    return {
      workloads: lists.flat(),
      pods: 'items' in pods ? pods.items : [],
      ...(scope.narrow && { onlyNamespace: own }),
      ...('failure' in pods && { withoutPods: true }),
    };
  }

  /** Runs one command and diagnoses its failure. */
  async function run<T>(
    context: string,
    about: ClusterEvidence['about'],
    command: (asked: OpenContext) => Command<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const asked = await opened(context);
    try {
      return await runner.run(command(asked), { signal, timeout: limit, env: override() });
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      throw new DiagnosedError(asked.failed({ ...evidenceOf(error), about }).problem);
    }
  }

  async function opened(context: string): Promise<OpenContext> {
    const asked = await calls.open(context);
    if ('failure' in asked) {
      throw new DiagnosedError(asked.failure.problem);
    }
    return asked;
  }

  /** The answer of a command; undefined if it fails. */
  async function orNothing<T>(
    context: string,
    command: (asked: OpenContext) => Command<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    try {
      return await run(context, 'workloads', command, signal);
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return undefined;
    }
  }

  /** While a container runs again, the output of the one that ended is the previous one. */
  async function wordsOf(context: string, pod: Pod, container: string, signal: AbortSignal): Promise<string> {
    const { name, namespace, containers } = pod;
    const object = { kind: 'Pod', name, namespace, context } as const;
    const runs = containers.some((each) => each.name === container && each.runningSince !== undefined);
    for (const previous of runs ? [true] : [false, true]) {
      const words = await orNothing(
        context,
        ({ kubectl }) => lastWords(kubectl, object, { container, previous }, seconds),
        signal,
      );
      if (words !== undefined && words.trim() !== '') {
        return words;
      }
    }
    return '';
  }

  const never = () => new AbortController().signal;
  const watch = createRolloutWatch({ runner, override, wordsOf, after });
  const shared = createSingleFlight<Awaited<ReturnType<typeof ask>>>();
  return {
    read: (context, signal) => shared(context, signal, (own) => serially(context, own, () => ask(context, own))),
    restart: ({ context, workload }, signal = never()) =>
      serially(context, signal, () =>
        run(context, 'restart', ({ kubectl }) => restartWorkload(kubectl, { ...workload, context }, seconds), signal),
      ),
    async follow(placed, pods, news, signal) {
      return watch(await opened(placed.context), placed, pods, news, signal);
    },
    undo: ({ context, workload }, signal = never()) =>
      serially(context, signal, () =>
        run(context, 'undo', ({ kubectl }) => undoRollout(kubectl, { ...workload, context }, seconds), signal),
      ),
    deletePods: ({ context, workload: { namespace } }, pods, signal = never()) =>
      serially(context, signal, () =>
        run(context, 'undo', ({ kubectl }) => deletePods(kubectl, { namespace, context }, pods, seconds), signal),
      ),
    words: (context, pod, container, signal) =>
      serially(context, signal, () => wordsOf(context, pod, container, signal)),
    nodePlatform: (context, node, signal) =>
      serially(context, signal, () =>
        orNothing(context, ({ kubectl, target }) => nodePlatform(kubectl, target, node, seconds), signal),
      ),
    describe: ({ context, workload: { name, namespace } }, signal = never()) =>
      serially(context, signal, () =>
        run(context, 'workloads', ({ kubectl }) => describePod(kubectl, { name, namespace, context }, seconds), signal),
      ),
    async logs({ context, workload }) {
      const { kubectl } = await opened(context);
      return { ...podLogs(kubectl, { ...workload, context }, workload.selector, lines), env: { ...override() } };
    },
  };
}

function isForbidden(answer: object): boolean {
  return 'failure' in answer && (answer as { failure: ClusterFailure }).failure.state === 'forbidden';
}

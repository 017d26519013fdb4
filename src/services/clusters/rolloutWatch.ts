import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { ClusterEvidence } from '../../domain/diagnosis/diagnoseCluster.ts';
import { isPlatformTrouble, troubleOfPod, type ContainerTrouble } from '../../domain/workload/trouble.ts';
import { rolloutState, type RolloutState } from '../../domain/workload/rollout.ts';
import type { PlacedWorkload, Pod } from '../../domain/workload/workload.ts';
import { podsPath, readPod } from '../../tools/kubectl/pods.ts';
import { watchObjects, type WatchEvent } from '../../tools/kubectl/watch.ts';
import { workloadsPath } from '../../tools/kubectl/workloads.ts';
import { CancelledError, isCancelled } from '../../tools/process/errors.ts';
import { addWords, evidenceOf, type OpenContext, type ClusterAccess } from './access.ts';

/** The progress of a rollout. */
export type RolloutNews = Extract<RolloutState, { readonly state: 'going' }>;

/**
 * How following a rollout ended. `failing`: a new pod cannot start while the rollout continues; `lost`: it cannot be followed, for this
 * reason.
 */
export type RolloutEnd =
  | { readonly end: 'done'; readonly wanted: number }
  | { readonly end: 'failing'; readonly pod: Pod; readonly trouble: ContainerTrouble }
  | { readonly end: 'stuck'; readonly reason: string; readonly message: string }
  | { readonly end: 'gone' }
  | { readonly end: 'lost'; readonly problem: Diagnosis };

interface RolloutWatchDeps extends Pick<ClusterAccess, 'runner' | 'override'> {
  readonly wordsOf: (context: string, pod: Pod, container: string, signal: AbortSignal) => Promise<string>;
}

/** Seconds to follow a rollout. A Deployment itself gives up after ten minutes. */
const longest = 15 * 60;
/** Additional milliseconds for kubectl itself to end. */
const slack = 20_000;

type Watch = (
  asked: OpenContext,
  placed: PlacedWorkload,
  mark: string | undefined,
  news: (news: RolloutNews) => void,
  signal: AbortSignal,
) => Promise<RolloutEnd>;

/**
 * Follows a workload and its new pods with two watches of the API server, which report changes only. Without permission to watch pods, only
 * the workload is followed.
 */
export function createRolloutWatch({ runner, override, wordsOf }: RolloutWatchDeps): Watch {
  return async (asked, { context, workload }, mark, news, signal) => {
    const { kind, name, namespace, selector } = workload;
    const { kubectl, target, failed } = asked;
    if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') {
      throw new Error(`${kind} has no rollout`);
    }
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const looked = new Set<string>();
    let result: RolloutEnd | undefined;
    const finish = (end: RolloutEnd) => {
      result ??= end;
      over.abort();
    };

    /** Runs a watch to its end. Resolves to why it cannot continue; undefined if it was ended from here. */
    async function follow(
      path: string,
      selection: Parameters<typeof watchObjects>[3],
      seen: (event: WatchEvent) => void,
    ): Promise<ClusterEvidence | undefined> {
      const call = watchObjects(kubectl, target, path, selection, longest);
      const read = call.reader();
      const broken = new AbortController();
      let words = '';
      let refused = '';
      try {
        await runner.stream(
          { ...call, env: override() },
          {
            signal: AbortSignal.any([either, broken.signal]),
            timeout: longest * 1000 + slack,
            onStdout: (chunk) => {
              try {
                for (const event of read(chunk)) {
                  if (event.type === 'ERROR') {
                    refused = typeof event.object.message === 'string' ? event.object.message : '';
                  } else {
                    seen(event);
                  }
                }
              } catch (error) {
                refused = error instanceof Error ? error.message : '';
                broken.abort();
              }
            },
            onStderr: (chunk) => {
              words = addWords(words, chunk);
            },
          },
        );
        return { words: words === '' ? refused : words, about: 'rollout' };
      } catch (error) {
        if (broken.signal.aborted && !either.aborted) {
          return { words: refused, about: 'rollout' };
        }
        return isCancelled(error) ? undefined : { ...evidenceOf(error, words), about: 'rollout' };
      }
    }

    function seeWorkload({ type, object }: WatchEvent): void {
      if (type === 'DELETED') {
        finish({ end: 'gone' });
        return;
      }
      const state = rolloutState(kind, object);
      switch (state.state) {
        case 'going':
          news(state);
          return;
        case 'done':
          finish({ end: 'done', wanted: state.wanted });
          return;
        case 'stuck':
          finish({ end: 'stuck', reason: state.reason, message: state.message });
      }
    }

    function seePod({ type, object }: WatchEvent): void {
      const [pod] = readPod(object);
      if (pod !== undefined && type !== 'DELETED' && (mark === undefined || pod.restartedAt === mark)) {
        void look(pod);
      }
    }

    /** A failure that waiting cannot fix ends the watch. The reason for a crash is in the log, which is requested once. */
    async function look(pod: Pod): Promise<void> {
      const trouble = troubleOfPod(pod);
      if (trouble === undefined) {
        return;
      }
      if (isPlatformTrouble(trouble.kind)) {
        finish({ end: 'failing', pod, trouble });
        return;
      }
      const { container, again } = trouble;
      if (again && !looked.has(pod.name)) {
        looked.add(pod.name);
        const isCrash = trouble.kind === 'crashes' && container !== undefined;
        const words = isCrash ? await wordsOf(context, pod, container, either).catch(() => '') : '';
        finish({ end: 'failing', pod, trouble: troubleOfPod(pod, words) ?? trouble });
      }
    }

    const podsWatch =
      selector === undefined
        ? Promise.resolve(undefined)
        : follow(podsPath(namespace), { labelSelector: selector }, seePod);
    const evidence = await follow(
      workloadsPath(kind, namespace),
      { fieldSelector: `metadata.name=${name}` },
      seeWorkload,
    );
    over.abort();
    await podsWatch;
    if (result === undefined && (signal.aborted || evidence === undefined)) {
      throw new CancelledError();
    }
    return result ?? { end: 'lost', problem: failed(evidence ?? {}).problem };
  };
}

import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import {
  type ContainerTrouble,
  type CrashWords,
  isPlatformTrouble,
  troubleOfPod,
  wantsLog,
} from '../../domain/workload/trouble.ts';
import { rolloutState, type RolloutState } from '../../domain/workload/rollout.ts';
import type { PlacedWorkload, Pod } from '../../domain/workload/workload.ts';
import { podsPath, readPod } from '../../tools/kubectl/pods.ts';
import type { WatchEvent } from '../../tools/kubectl/watch.ts';
import { workloadsPath } from '../../tools/kubectl/workloads.ts';
import { CancelledError } from '../../tools/process/errors.ts';
import type { After } from '../concurrency/timer.ts';
import type { OpenContext, ClusterAccess } from './access.ts';
import { createWatchStream } from './watchStream.ts';

/** The progress of a rollout. `staying`: all new pods are ready, and have to stay up for this number of seconds. */
export type RolloutNews =
  | Extract<RolloutState, { readonly state: 'unseen' | 'going' }>
  | { readonly state: 'staying'; readonly wanted: number; readonly seconds: number };

/**
 * How following a rollout ended. `failing`: a new pod cannot start while the rollout continues, or ended after it was ready; `unstable`: the
 * same for pods that may not be listed; `lost`: it cannot be followed, for this reason.
 */
export type RolloutEnd =
  | { readonly end: 'done'; readonly wanted: number }
  | { readonly end: 'failing'; readonly pod: Pod; readonly trouble: ContainerTrouble }
  | { readonly end: 'unstable' }
  | { readonly end: 'stuck'; readonly reason: string; readonly message: string }
  | { readonly end: 'gone' }
  | { readonly end: 'lost'; readonly problem: Diagnosis };

/** Which pods are new: those with this mark of a restart, or those without it; by default all. */
export interface NewPods {
  readonly with?: string | undefined;
  readonly without?: string | undefined;
}

interface RolloutWatchDeps extends Pick<ClusterAccess, 'runner' | 'override'> {
  /** The last output of a container; empty if it is not available. Rejects only if canceled. */
  readonly wordsOf: (context: string, pod: Pod, container: string, signal: AbortSignal) => Promise<string>;
  readonly after: After;
}

/**
 * Seconds that new pods have to stay up. Without a readiness probe, a pod is ready for a moment whenever its program is started, even if the
 * kernel refuses it: `kubectl rollout status` calls that rolled out (seen with kubelet 1.36.3, test/fixtures/kubernetes).
 */
const stay = 10;
/** Maximum number of logs to read in a rollout. */
const mostLogs = 10;

type Watch = (
  asked: OpenContext,
  placed: PlacedWorkload,
  pods: NewPods,
  news: (news: RolloutNews) => void,
  signal: AbortSignal,
) => Promise<RolloutEnd>;

/**
 * Follows a workload and its new pods with two watches of the API server, which report changes only, until all new pods have stayed up for a
 * while. Without permission to watch pods, only the workload is followed.
 */
export function createRolloutWatch({ runner, override, wordsOf, after }: RolloutWatchDeps): Watch {
  return async (asked, { context, workload }, newPods, news, signal) => {
    const { kind, name, namespace, selector } = workload;
    if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') {
      throw new Error(`${kind} has no rollout`);
    }
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const follow = createWatchStream({ runner, override }, asked, either);
    /** The logs that were requested, one for each run of a container. */
    const logs = new Map<string, Promise<string>>();
    /** The last state of each new pod, by its name. */
    const latest = new Map<string, Pod>();
    let seesPods = selector !== undefined;
    /** The number of desired pods while all of them are new and ready. */
    let complete: number | undefined;
    let falls = 0;
    /** The last states of the pods at the time when not all of them were ready any more. */
    let fallen: ReadonlySet<Pod> = new Set();
    /** A failure is certain, and only its log is awaited: nothing that happens meanwhile changes the end. */
    let isFailing = false;
    let stopWaiting: () => void = () => undefined;
    let result: RolloutEnd | undefined;
    const finish = (end: RolloutEnd) => {
      result ??= end;
      stopWaiting();
      over.abort();
    };

    function waitForPods(wanted: number): void {
      complete = wanted;
      stopWaiting();
      if (wanted === 0) {
        finish({ end: 'done', wanted });
        return;
      }
      stopWaiting = after(stay * 1000, () => {
        finish({ end: 'done', wanted });
      });
    }

    function seeWorkload({ type, object }: WatchEvent): void {
      if (isFailing) {
        return;
      }
      if (type === 'DELETED') {
        finish({ end: 'gone' });
        return;
      }
      const state = rolloutState(kind, object);
      switch (state.state) {
        case 'unseen':
        case 'going':
          if (complete !== undefined) {
            fallen = new Set(latest.values());
            if (++falls > 1 && !seesPods) {
              finish({ end: 'unstable' });
            }
          }
          complete = undefined;
          stopWaiting();
          news(state);
          return;
        case 'done':
          if (complete === undefined) {
            news({ state: 'staying', wanted: state.wanted, seconds: stay });
            waitForPods(state.wanted);
          }
          return;
        case 'stuck':
          finish({ end: 'stuck', reason: state.reason, message: state.message });
      }
    }

    function seePod({ type, object }: WatchEvent): void {
      const [pod] = readPod(object);
      if (pod === undefined || !isNew(pod, newPods)) {
        return;
      }
      const before = latest.get(pod.name);
      if (type === 'DELETED') {
        latest.delete(pod.name);
        return;
      }
      latest.set(pod.name, pod);
      if (complete !== undefined && (before === undefined || runsOf(before) !== runsOf(pod))) {
        waitForPods(complete);
      }
      void look(pod, before);
    }

    /**
     * A failure that waiting cannot fix ends the watch. One crash may be due to something that starts later, unless the pod was ready before.
     * The reason for a crash is in the log, which may take longer than the next start: whether the pod was ready is decided before.
     */
    async function look(pod: Pod, before: Pod | undefined): Promise<void> {
      const trouble = troubleOfPod(pod);
      if (trouble === undefined) {
        return;
      }
      const isCrash = trouble.exitCode !== undefined;
      const isCertain = isFinal(trouble) || (isCrash && wasReady(before, trouble));
      if (isCertain) {
        isFailing = true;
        complete = undefined;
        stopWaiting();
      }
      const found = wantsLog(trouble) ? (troubleOfPod(pod, await read(pod, trouble)) ?? trouble) : trouble;
      if (isCertain || (isFinal(found) && isLatest(pod, trouble))) {
        finish({ end: 'failing', pod, trouble: found });
      }
    }

    /** With all other pods. The two watches have no common order: the one of the workload may report first that a pod ended. */
    function wasReady(before: Pod | undefined, { container }: ContainerTrouble): boolean {
      return (
        complete !== undefined ||
        (before !== undefined &&
          fallen.has(before) &&
          before.containers.some(({ name, ready }) => name === container && ready))
      );
    }

    /** Otherwise, the container has started again, and its next end decides. */
    function isLatest({ name, containers }: Pod, { container }: ContainerTrouble): boolean {
      const run = (all: Pod['containers'] = []) =>
        runsOf({ containers: all.filter((each) => each.name === container) });
      return run(latest.get(name)?.containers) === run(containers);
    }

    async function read(pod: Pod, { container = '' }: ContainerTrouble): Promise<CrashWords> {
      const { terminated, restarts = 0 } = pod.containers.find((each) => each.name === container) ?? {};
      const run = `${pod.name} ${container} ${terminated?.id ?? restarts}`;
      if (!logs.has(run) && logs.size < mostLogs) {
        logs.set(
          run,
          wordsOf(context, pod, container, either).catch(() => ''),
        );
      }
      return new Map([[container, (await logs.get(run)) ?? '']]);
    }

    const podsWatch =
      selector === undefined
        ? Promise.resolve()
        : follow(podsPath(namespace), { labelSelector: selector }, seePod).then(() => {
            seesPods = false;
          });
    const evidence = await follow(
      workloadsPath(kind, namespace),
      { fieldSelector: `metadata.name=${name}` },
      seeWorkload,
    );
    stopWaiting();
    over.abort();
    await podsWatch;
    if (result === undefined && (signal.aborted || evidence === undefined)) {
      throw new CancelledError();
    }
    return result ?? { end: 'lost', problem: asked.failed(evidence ?? {}).problem };
  };
}

/** Waiting cannot fix it, whenever it happens. */
function isFinal({ kind, again }: ContainerTrouble): boolean {
  return isPlatformTrouble(kind) || kind === 'rejected' || again;
}

/** Which runs of its containers a pod is in. */
function runsOf({ containers }: Pick<Pod, 'containers'>): string {
  return containers.map(({ restarts, runningSince = '' }) => `${restarts} ${runningSince}`).join();
}

function isNew({ restartedAt }: Pod, pods: NewPods): boolean {
  return (
    (pods.with === undefined || restartedAt === pods.with) &&
    (pods.without === undefined || restartedAt !== pods.without)
  );
}

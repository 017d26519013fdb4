import assert from 'node:assert/strict';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { OpenContext } from '../../../../src/services/clusters/access.ts';
import {
  createRolloutWatch,
  type NewPods,
  type RolloutEnd,
  type RolloutNews,
} from '../../../../src/services/clusters/rolloutWatch.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';
import { CancelledError, isCancelled } from '../../../../src/tools/process/errors.ts';
import type { Workload } from '../../../../src/domain/workload/workload.ts';
import { workload } from '../../../support/sampleWorkloads.ts';
import { stub } from '../../../support/stub.ts';

type Status = Readonly<Record<string, unknown>>;

/** Until all that was caused has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Wish {
  readonly of?: Workload;
  readonly pods?: NewPods;
  /** The log of a container. */
  readonly log?: (run: number) => Promise<string>;
}

/** A watch whose events and time come from the test. */
function follow({ of = workload(), pods = {}, log = () => Promise.resolve('') }: Wish = {}) {
  const news: RolloutNews[] = [];
  const outputs = new Map<string, (chunk: Uint8Array) => void>();
  const ends = new Map<string, (exitCode: number) => void>();
  const timers = new Set<() => void>();
  const abort = new AbortController();
  let end: RolloutEnd | undefined;
  let logs = 0;
  let generation = 2;
  const runner = stub<Runner>('Runner', {
    stream: ({ args }, { onStdout, signal }) =>
      new Promise((resolve, reject) => {
        const which = args.join(' ').includes('/pods?') ? 'pods' : 'workload';
        outputs.set(which, (chunk) => onStdout?.(chunk));
        ends.set(which, resolve);
        signal?.addEventListener('abort', () => {
          reject(new CancelledError());
        });
      }),
  });
  const watch = createRolloutWatch({
    runner,
    override: () => ({}),
    wordsOf: () => log(++logs),
    after: (ms, act) => {
      assert.equal(ms, 10_000);
      timers.add(act);
      return () => timers.delete(act);
    },
  });
  const asked = {
    kubectl: 'kubectl',
    target: { context: 'dev' },
    failed: () => ({ state: 'failed', problem: diagnosisOf('clusterFailed', { context: 'dev' }) }),
  } as unknown as OpenContext;
  const done = watch(asked, { context: 'dev', workload: of }, pods, (one) => news.push(one), abort.signal).then(
    (found) => {
      end = found;
    },
  );
  const emit = async (which: 'pods' | 'workload', type: string, object: object) => {
    outputs.get(which)?.(Buffer.from(`${JSON.stringify({ type, object })}\n`));
    await settled();
    await settled();
  };
  return {
    news,
    done,
    abort,
    end: () => end,
    emit,
    logs: () => logs,
    timers: () => timers.size,
    /** A new state of the Deployment, whose controller has seen all changes. */
    deployment: (updated: number, available: number, more: { replicas?: number; seen?: boolean } = {}) =>
      emit('workload', 'MODIFIED', {
        metadata: { name: 'web', generation: ++generation },
        spec: { replicas: 2 },
        status: {
          observedGeneration: more.seen === false ? generation - 1 : generation,
          replicas: more.replicas ?? 2,
          updatedReplicas: updated,
          availableReplicas: available,
        },
      }),
    pod: (name: string, container: Status, metadata: object = {}) =>
      emit('pods', 'MODIFIED', {
        metadata: { name, namespace: 'shop', ...metadata },
        spec: { containers: [{ name: 'app', image: 'r.io/app:1' }] },
        status: { phase: 'Running', containerStatuses: [{ name: 'app', ...container }] },
      }),
    refusePods: async () => {
      ends.get('pods')?.(1);
      await settled();
    },
    /** Ten seconds pass. */
    later: async () => {
      timers.forEach((act) => {
        act();
      });
      await settled();
      await settled();
    },
  };
}

const running = (restartCount = 0, startedAt = `start ${restartCount}`) => ({
  restartCount,
  ready: true,
  state: { running: { startedAt } },
  ...(restartCount > 0 && { lastState: { terminated: { exitCode: 1, reason: 'Error' } } }),
});
/** What kubelet 1.36 shows between two starts. */
const ended = (restartCount = 0, exitCode = 1) => ({
  restartCount,
  ready: false,
  state: { terminated: { exitCode, reason: 'Error', containerID: `containerd://${restartCount}` } },
});
const refused = () => Promise.resolve('exec /app: exec format error\n');

describe('a rollout', () => {
  it('is done once all new pods stayed up for ten seconds, not when the cluster calls it done', async () => {
    const rollout = follow();
    await rollout.deployment(0, 2, { seen: false });
    await rollout.deployment(1, 1);
    await rollout.pod('a', running());
    await rollout.deployment(2, 2);
    assert.deepEqual(rollout.news, [
      { state: 'unseen' },
      { state: 'going', wanted: 2, renewed: 1, ready: 1 },
      { state: 'staying', wanted: 2, seconds: 10 },
    ]);
    assert.deepEqual([rollout.end(), rollout.timers()], [undefined, 1]);
    await rollout.later();
    await rollout.done;
    assert.deepEqual(rollout.end(), { end: 'done', wanted: 2 });
  });

  it('counts the ten seconds from the start of the last new pod', async () => {
    const rollout = follow();
    await rollout.deployment(2, 2);
    await rollout.pod('a', running());
    await rollout.pod('a', { ...running(), ready: false });
    assert.equal(rollout.timers(), 1);
    await rollout.deployment(2, 1);
    assert.equal(rollout.timers(), 0);
    await rollout.deployment(2, 2);
    assert.equal(rollout.timers(), 1);
    await rollout.later();
    assert.equal(rollout.end()?.end, 'done');
  });

  it('fails after it was done, with the reason in the log: an image without probe that the kernel refuses', async () => {
    const rollout = follow({ log: refused });
    await rollout.pod('a', running());
    await rollout.pod('b', running());
    await rollout.deployment(2, 2);
    await rollout.pod('a', ended());
    await rollout.done;
    const end = rollout.end();
    assert.ok(end?.end === 'failing');
    assert.deepEqual(
      [end.pod.name, end.trouble.kind, end.trouble.exitCode, rollout.logs()],
      ['a', 'foreignProgram', 1, 1],
    );
    assert.equal(rollout.timers(), 0);
  });

  it('fails at the first such crash, before it was done, whatever the exit code is', async () => {
    for (const exitCode of [1, 255]) {
      const rollout = follow({ log: refused });
      await rollout.deployment(1, 1);
      await rollout.pod('a', ended(0, exitCode));
      await rollout.done;
      const end = rollout.end();
      assert.ok(end?.end === 'failing');
      assert.equal(end.trouble.exitCode, exitCode);
    }
  });

  it('bears one crash for another reason while it is going on, but not a second one', async () => {
    const rollout = follow({ log: (run) => Promise.resolve(`no database ${run}`) });
    await rollout.deployment(1, 1);
    await rollout.pod('a', ended(0));
    await rollout.pod('a', running(1));
    assert.equal(rollout.end(), undefined);
    await rollout.pod('a', ended(1));
    await rollout.done;
    const end = rollout.end();
    assert.ok(end?.end === 'failing');
    assert.deepEqual([end.trouble.kind, end.trouble.message, rollout.logs()], ['crashes', 'no database 2', 2]);
  });

  it('bears none once all new pods were ready', async () => {
    const rollout = follow();
    await rollout.deployment(2, 2);
    await rollout.pod('a', ended(0));
    await rollout.done;
    assert.equal(rollout.end()?.end, 'failing');
  });

  it('reads the log of a run once, however many states of it there are, and waits for it', async () => {
    let answer: (log: string) => void = () => undefined;
    const log = () => new Promise<string>((resolve) => (answer = resolve));
    const rollout = follow({ log });
    await rollout.pod('a', ended(1));
    await rollout.pod('a', { ...ended(1), ready: false });
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' };
    await rollout.pod('a', { restartCount: 1, state: { waiting }, lastState: ended(1).state });
    assert.deepEqual([rollout.end(), rollout.logs()], [undefined, 1]);
    answer('exec /app: exec format error');
    await rollout.done;
    const end = rollout.end();
    assert.ok(end?.end === 'failing');
    assert.equal(end.trouble.kind, 'foreignProgram');
  });

  // the log is there at once, after the Deployment's next state, or after the next start
  for (const arrives of ['at once', 'in between', 'late'] as const) {
    const setUp = () => {
      const answers: ((log: string) => void)[] = [];
      const log = () => new Promise<string>((resolve) => answers.push(resolve));
      const rollout = follow({ log });
      const answer = async (when: typeof arrives, text: string) => {
        if (when === arrives) {
          answers.forEach((each) => {
            each(text);
          });
          await settled();
        }
      };
      return { rollout, answer };
    };

    it(`bears an early crash whose log arrives ${arrives}`, async () => {
      const { rollout, answer } = setUp();
      await rollout.deployment(2, 1);
      await rollout.pod('a', ended(0));
      await answer('at once', 'no database');
      await rollout.pod('a', running(1));
      await answer('in between', 'no database');
      await rollout.deployment(2, 2);
      await answer('late', 'no database');
      assert.equal(rollout.end(), undefined);
      await rollout.later();
      await rollout.done;
      assert.deepEqual(rollout.end(), { end: 'done', wanted: 2 });
    });

    it(`fails at a crash after all pods were ready, whose log arrives ${arrives}`, async () => {
      const { rollout, answer } = setUp();
      await rollout.deployment(2, 1);
      await rollout.pod('a', running());
      await rollout.deployment(2, 2);
      await rollout.pod('a', ended(0));
      await answer('at once', 'panic: boom');
      // even if the cluster does not report that it fell
      await rollout.later();
      await rollout.deployment(2, 1);
      await answer('in between', 'panic: boom');
      await rollout.pod('a', running(1));
      await rollout.deployment(2, 2);
      await rollout.later();
      await answer('late', 'panic: boom');
      await rollout.done;
      const end = rollout.end();
      assert.ok(end?.end === 'failing');
      assert.deepEqual([end.trouble.kind, end.trouble.message, rollout.logs()], ['crashes', 'panic: boom', 1]);
      assert.equal(rollout.news.filter(({ state }) => state === 'staying').length, 1);
    });
  }

  it('fails at such a crash even if the watch of the workload reports it first, but not of a pod that was not ready', async () => {
    for (const isReady of [true, false]) {
      const rollout = follow({ log: () => Promise.resolve('panic: boom') });
      await rollout.pod('a', running());
      await rollout.deployment(2, 2);
      if (!isReady) {
        await rollout.pod('a', { ...running(), ready: false });
      }
      await rollout.deployment(2, 1);
      await rollout.pod('a', ended(0));
      assert.equal(rollout.end()?.end, isReady ? 'failing' : undefined);
    }
  });

  it('does not fail for the log of a run that is over, but for the next end', async () => {
    for (const isReplaced of [false, true]) {
      let answer: (log: string) => void = () => undefined;
      const rollout = follow({ log: () => new Promise((resolve) => (answer = resolve)) });
      await rollout.deployment(2, 1);
      await rollout.pod('a', ended(0));
      if (isReplaced) {
        await rollout.emit('pods', 'DELETED', { metadata: { name: 'a', namespace: 'shop' } });
      } else {
        await rollout.pod('a', running(1));
      }
      await rollout.deployment(2, 2);
      answer('exec /app: exec format error');
      await settled();
      assert.equal(rollout.end(), undefined);
      await rollout.pod(isReplaced ? 'b' : 'a', ended(isReplaced ? 0 : 1));
      answer('exec /app: exec format error');
      await rollout.done;
      const end = rollout.end();
      assert.ok(end?.end === 'failing');
      assert.equal(end.trouble.kind, 'foreignProgram');
    }
  });

  it('stands still and fails where the index lacks the platform, while old pods stay', async () => {
    const rollout = follow({ pods: { with: 'new' } });
    const annotations = { 'kubectl.kubernetes.io/restartedAt': 'new' };
    const waiting = { reason: 'ErrImagePull', message: 'no match for platform in manifest sha256:1: not found' };
    await rollout.deployment(1, 2, { replicas: 3 });
    await rollout.pod('old', { state: { waiting } });
    assert.equal(rollout.end(), undefined);
    await rollout.pod('new', { state: { waiting } }, { annotations });
    await rollout.done;
    const end = rollout.end();
    assert.ok(end?.end === 'failing');
    assert.deepEqual([end.pod.name, end.trouble.kind], ['new', 'noPlatform']);
  });

  it('that undoes another one does not look at the pods of that', async () => {
    const rollout = follow({ pods: { without: 'new' } });
    await rollout.pod('broken', ended(3), { annotations: { 'kubectl.kubernetes.io/restartedAt': 'new' } });
    assert.equal(rollout.end(), undefined);
    await rollout.pod('other', ended(3));
    await rollout.done;
    assert.equal(rollout.end()?.end, 'failing');
  });

  it('does not stay up where pods may not be seen, if it falls twice', async () => {
    for (const each of [workload(), withoutSelector()]) {
      const rollout = follow({ of: each });
      await rollout.refusePods();
      await rollout.deployment(2, 2);
      await rollout.deployment(2, 0);
      await rollout.deployment(2, 2);
      assert.equal(rollout.end(), undefined);
      await rollout.deployment(2, 0);
      await rollout.done;
      assert.deepEqual(rollout.end(), { end: 'unstable' });
    }
  });

  it('of no pods is done at once, and one that is canceled leaves no timer', async () => {
    const empty = follow();
    await empty.emit('workload', 'MODIFIED', { spec: { replicas: 0 } });
    await empty.done;
    assert.deepEqual(empty.end(), { end: 'done', wanted: 0 });
    const canceled = follow();
    await canceled.deployment(2, 2);
    assert.equal(canceled.timers(), 1);
    canceled.abort.abort();
    await assert.rejects(canceled.done, isCancelled);
    assert.equal(canceled.timers(), 0);
  });

  it('is only of kinds that have one', async () => {
    await assert.rejects(follow({ of: workload({ kind: 'Job' }) }).done, /has no rollout/);
  });
});

function withoutSelector(): Workload {
  const { kind, name, namespace, containers } = workload();
  return { kind, name, namespace, containers };
}

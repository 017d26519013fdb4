import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rolloutState } from '../../../../src/domain/workload/rollout.ts';

const of = (kind: string, spec: object, status: object, generation = 2) =>
  rolloutState(kind, { metadata: { generation }, spec, status: { observedGeneration: 2, ...status } });

describe('how far a rollout is', () => {
  it('is nothing that tells whether its pods stay up: a real controller calls it done with pods that the kernel refuses', () => {
    const url = new URL('../../../fixtures/kubernetes/1.36.3-containerd-2.1.9/rollouts.json', import.meta.url);
    const all = JSON.parse(readFileSync(url, 'utf8')) as Record<
      string,
      { said: string; exitCode: number; status: object; pods: readonly { restartCount: number }[] }
    >;
    const spec = { replicas: 2 };
    const seen = Object.entries(all).map(([name, { said, exitCode, status, pods }]) => {
      const [kind = ''] = name.split(':');
      const state = rolloutState(kind, { metadata: { generation: 0 }, spec, status }).state;
      const crashed = pods.some(({ restartCount }) => restartCount > 0);
      return `${name}: exit ${exitCode}, ${/successfully|complete/.exec(said)?.[0] ?? 'waits'}; later ${state}${crashed ? ', crashed' : ''}`;
    });
    assert.deepEqual(seen, [
      'Deployment: exec format error: exit 0, successfully; later going, crashed',
      'Deployment: no match for platform: exit 1, waits; later stuck',
      'DaemonSet: exec format error: exit 0, successfully; later going, crashed',
      'DaemonSet: no match for platform: exit 1, waits; later going',
      'StatefulSet: exec format error: exit 0, complete; later going, crashed',
      'StatefulSet: no match for platform: exit 1, waits; later going',
    ]);
  });

  it('of a Deployment goes by new, old and available pods', () => {
    const state = (status: object, generation?: number) => of('Deployment', { replicas: 3 }, status, generation);
    const all = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
    assert.deepEqual(state(all), { state: 'done', wanted: 3 });
    // its counts are about the pods from before
    assert.deepEqual(state(all, 3), { state: 'unseen' });
    assert.deepEqual(state({ ...all, replicas: 4 }), { state: 'going', wanted: 3, renewed: 3, ready: 3 });
    assert.deepEqual(state({ ...all, availableReplicas: 2 }), { state: 'going', wanted: 3, renewed: 3, ready: 2 });
    const conditions = [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded', message: 'timed out' }];
    assert.deepEqual(state({ ...all, conditions }), {
      state: 'stuck',
      reason: 'ProgressDeadlineExceeded',
      message: 'timed out',
    });
    assert.deepEqual(of('Deployment', { replicas: 0 }, {}), { state: 'done', wanted: 0 });
  });

  it('of a DaemonSet goes by the nodes that should have it', () => {
    const state = (status: object) => of('DaemonSet', {}, { desiredNumberScheduled: 3, ...status });
    assert.deepEqual(state({ updatedNumberScheduled: 3, numberAvailable: 3 }), { state: 'done', wanted: 3 });
    assert.deepEqual(state({ updatedNumberScheduled: 1, numberAvailable: 3 }), {
      state: 'going',
      wanted: 3,
      renewed: 1,
      ready: 1,
    });
  });

  it('of a StatefulSet goes by its revision, and a partition leaves pods out', () => {
    const state = (spec: object, status: object) => of('StatefulSet', { replicas: 3, ...spec }, status);
    const all = { readyReplicas: 3, updatedReplicas: 3, currentRevision: 'b', updateRevision: 'b' };
    assert.deepEqual(state({}, all), { state: 'done', wanted: 3 });
    assert.equal(state({}, { ...all, currentRevision: 'a' }).state, 'going');
    const partition = { updateStrategy: { rollingUpdate: { partition: 2 } } };
    assert.deepEqual(state(partition, { ...all, updatedReplicas: 1, currentRevision: 'a' }), {
      state: 'done',
      wanted: 1,
    });
    assert.deepEqual(of('StatefulSet', { replicas: 1, ...partition }, { ...all, readyReplicas: 1 }), {
      state: 'done',
      wanted: 0,
    });
  });

  it('is not known of what is no object', () => {
    assert.deepEqual(rolloutState('Deployment', 7), { state: 'going', wanted: 1, renewed: 0, ready: 0 });
  });
});

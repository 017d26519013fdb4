import assert from 'node:assert/strict';
import { rolloutState } from '../../../../src/domain/workload/rollout.ts';

const of = (kind: string, spec: object, status: object, generation = 2) =>
  rolloutState(kind, { metadata: { generation }, spec, status: { observedGeneration: 2, ...status } });

describe('how far a rollout is', () => {
  it('of a Deployment goes by new, old and available pods', () => {
    const state = (status: object, generation?: number) => of('Deployment', { replicas: 3 }, status, generation);
    const all = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
    assert.deepEqual(state(all), { state: 'done', wanted: 3 });
    assert.deepEqual(state(all, 3), { state: 'going', wanted: 3, renewed: 0, ready: 0 });
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

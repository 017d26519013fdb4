import assert from 'node:assert/strict';
import type { WorkloadsAnswer } from '../../../../src/services/clusters/workloads.ts';
import { CancelledError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { createWorkloadModel } from '../../../../src/vscode/workloads/workloadModel.ts';

describe('what is known of what clusters run', () => {
  const empty: WorkloadsAnswer = { workloads: [], pods: [] };
  const waiting = (_: string, signal?: AbortSignal) =>
    new Promise<WorkloadsAnswer>((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new CancelledError());
      });
    });

  it('is asked for once, and is old after a while', async () => {
    let now = 1000;
    const asked: string[] = [];
    const read = (context: string) => {
      asked.push(context);
      return Promise.resolve(empty);
    };
    const model = createWorkloadModel({ read }, () => now);
    const changed: string[] = [];
    model.onDidChange((context) => changed.push(context));
    assert.deepEqual([model.isOld('a'), model.known('a').answer], [true, undefined]);
    await model.read('a');
    assert.deepEqual([model.isOld('a'), model.known('a').answer, changed], [false, empty, ['a']]);
    now = 2000;
    model.forget(1000);
    assert.equal(model.isOld('a'), false);
    model.forget(1001);
    assert.deepEqual([model.isOld('a'), model.known('a').answer], [true, empty]);
    assert.deepEqual(asked, ['a']);
  });

  it('is not known when the asking was given up, by a person or the end of all', async () => {
    const model = createWorkloadModel({ read: waiting }, () => 0);
    const abort = new AbortController();
    const left = assert.rejects(model.read('a', abort.signal), isCancelled);
    assert.equal(model.isOld('a'), false);
    abort.abort();
    await left;
    assert.equal(model.isOld('a'), true);
    const over = assert.rejects(model.read('b'), isCancelled);
    model.dispose();
    await over;
  });
});

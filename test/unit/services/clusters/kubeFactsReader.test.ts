import assert from 'node:assert/strict';
import { noKubeFacts, type KubeFacts } from '../../../../src/domain/configFiles/kubeFacts.ts';
import { createKubeFactsReader, rememberLast } from '../../../../src/services/clusters/kubeFactsReader.ts';
import type { WorkerJobs } from '../../../../src/services/worker/jobs.ts';
import { createWorkerPools, type WorkerPools } from '../../../../src/services/worker/pools.ts';
import { WorkerError } from '../../../../src/tools/worker/errors.ts';
import type { Workers } from '../../../../src/tools/worker/workers.ts';
import { stub } from '../../../support/stub.ts';

describe('the reader of kubeconfig files', () => {
  let pools: WorkerPools | undefined;
  afterEach(() => {
    pools?.dispose();
    pools = undefined;
  });
  const failing = (error: Error) =>
    createKubeFactsReader(stub<Workers<WorkerJobs>>('Workers', { run: () => Promise.reject(error) }));

  it('reads in a thread, and brings no secret back from there', async () => {
    pools = createWorkerPools(new URL('../../../../src/services/worker/main.ts', import.meta.url));
    const text =
      'current-context: a\ncontexts: [{name: a, context: {user: u}}]\nusers: [{name: u, user: {token: s3cret}}]';
    assert.deepEqual(await createKubeFactsReader(pools.kubeconfig)(text), {
      current: 'a',
      contexts: [{ name: 'a', user: 'u' }],
      clusters: [],
      users: [{ name: 'u', exec: false }],
    });
    assert.deepEqual([pools.kubeconfig.threads, pools.files.threads], [1, 0]);
  });

  it('calls a file too complex that a thread was lost over, and repeats what else went wrong', async () => {
    assert.deepEqual(await failing(new WorkerError('time', 'no sign of life'))('a'), {
      ...noKubeFacts,
      problem: { reason: 'tooComplex' },
    });
    assert.deepEqual(await failing(new WorkerError('crashed', 'it ended'))('a'), {
      ...noKubeFacts,
      problem: { detail: 'it ended' },
    });
  });

  it('reads a text again only when the last question was about others', async () => {
    const asked: string[] = [];
    const facts = rememberLast((text) => {
      asked.push(text);
      return Promise.resolve({ ...noKubeFacts, current: text } satisfies KubeFacts);
    });
    const names = async (...texts: readonly string[]) => (await facts(texts)).map(({ current }) => current);
    assert.deepEqual(await names('a', '', 'b', 'a'), ['a', undefined, 'b', 'a']);
    assert.deepEqual(await Promise.all([names('b', 'c'), names('b')]), [['b', 'c'], ['b']]);
    assert.deepEqual(await names('a'), ['a']);
    assert.deepEqual(asked, ['a', 'b', 'c', 'a']);
  });
});

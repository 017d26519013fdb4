import assert from 'node:assert/strict';
import { listNodePools } from '../../../../src/tools/kubectl/nodePools.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recording = (name: string) =>
  readRecording(new URL(`../../../fixtures/kubectl/1.36.3/${name}.json`, import.meta.url));

describe("Karpenter's node pools", () => {
  const { args, parse } = listNodePools('kubectl', { context: 'admin' }, 4);

  it('can grow what their requirements and labels leave over', () => {
    assert.deepEqual(args, recording('pools').args);
    const pools = parse(recording('pools'));
    assert.deepEqual(Object.fromEntries(pools.map(({ name, platforms }) => [name, platforms])), {
      anything: ['linux/amd64', 'linux/arm64'],
      beta: ['linux/amd64'],
      both: ['linux/arm64', 'linux/amd64'],
      graviton: ['linux/arm64'],
      labelled: ['linux/arm64'],
      'not-arm': ['linux/amd64'],
      twice: ['linux/arm64'],
      windows: ['windows/amd64'],
    });
    assert.deepEqual(
      pools.flatMap(({ taints }) => taints),
      [{ key: 'team', value: 'arm', effect: 'NoSchedule' }],
    );
  });

  it('are not expected in every cluster, nor for every user', () => {
    const { expects } = listNodePools('kubectl', { context: 'admin' }, 4);
    for (const name of ['pools-not-found', 'pools-forbidden']) {
      assert.equal(expects?.(recording(name)), true, name);
    }
    assert.equal(expects?.({ exitCode: 1, stderr: 'Unable to connect to the server: (NotFound)' }), false);
  });

  it('are none where the answer is something else', () => {
    for (const stdout of ['', '<html>', '7', 'null', '{"items":7}']) {
      assert.deepEqual(parse({ exitCode: 0, stderr: '', stdout }), []);
    }
  });

  it('have existing platforms, and a limited number of them', () => {
    const values = (name: string) => Array.from({ length: 2000 }, (_, index) => `${name}${index}`);
    const requirements = [
      { key: 'kubernetes.io/os', operator: 'In', values: ['linux', 'a b', ...values('os')] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64,s390x', ...values('cpu')] },
    ];
    const stdout = JSON.stringify({
      items: [{ metadata: { name: 'x' }, spec: { template: { spec: { requirements } } } }],
    });
    const [pool] = parse({ exitCode: 0, stderr: '', stdout });
    assert.equal(pool?.platforms[0], 'linux/amd64');
    assert.ok(pool.platforms.length < 500);
    assert.ok(pool.platforms.every((platform) => /^[\w/]+$/.test(platform)));
  });
});

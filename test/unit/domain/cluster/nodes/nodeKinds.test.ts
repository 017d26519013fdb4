import assert from 'node:assert/strict';
import type { ClusterNode, NodeKind } from '../../../../../src/domain/cluster/cluster.ts';
import { boundedKinds } from '../../../../../src/domain/cluster/nodes/boundedKinds.ts';
import { createLabelReader } from '../../../../../src/domain/cluster/nodes/labels.ts';
import { nodeKinds } from '../../../../../src/domain/cluster/nodes/nodeKinds.ts';
import { restoreKinds, storeKinds } from '../../../../../src/domain/cluster/nodes/storedKinds.ts';
import { clusterNode as node } from '../../../../support/clusterNode.ts';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const bounded = (nodes: readonly ClusterNode[]) => boundedKinds(nodeKinds(nodes, []));

describe('the labels of nodes', () => {
  it('are the same object for equal sets, and the host name is kept apart', () => {
    const read = createLabelReader();
    const one = read({ arch: 'arm64', 'kubernetes.io/hostname': 'one', zone: 'a' });
    const other = read({ arch: 'arm64', 'kubernetes.io/hostname': 'other', zone: 'a' });
    assert.equal(one.labels, other.labels);
    assert.deepEqual(one, { labels: { arch: 'arm64', zone: 'a' }, hostname: 'one' });
    assert.deepEqual(read(undefined), { labels: {} });
  });

  it('attack: labels that no server accepts, or too many of them, fill the memory', () => {
    const read = createLabelReader();
    assert.deepEqual(read({ a: 7, b: 'x'.repeat(64), ['k'.repeat(318)]: '', c: 'ok' }), { labels: { c: 'ok' } });
    const many = Object.fromEntries(times(251, (index) => [`label-${index}`, 'x']));
    assert.deepEqual(read({ ...many, 'kubernetes.io/arch': 'arm64' }), {
      labels: { 'kubernetes.io/arch': 'arm64' },
      moreLabels: true,
    });
    const large = (index: number) => ({
      ...Object.fromEntries(times(250, (label) => [`label-${label}`, `${index}-${'x'.repeat(55)}`])),
    });
    const kept = times(1000, (index) => read(large(index))).filter(({ moreLabels }) => !moreLabels);
    assert.ok(kept.length > 100 && kept.length < 300, String(kept.length));
  });
});

describe('the kinds of nodes', () => {
  it('are few in a large cluster, with the names of the first thousand', () => {
    const read = createLabelReader();
    const nodes = times(5000, (index) => {
      const { labels } = read({ 'kubernetes.io/hostname': `node-${index}`, zone: `zone-${index % 3}` });
      return node(`node-${index}`, labels, index % 5 === 0 ? { unschedulable: true } : {});
    });
    const kinds = bounded(nodes) ?? [];
    assert.equal(kinds.length, 6);
    assert.equal(
      kinds.reduce((sum, kind) => sum + kind.nodes, 0),
      5000,
    );
    assert.equal(kinds.flatMap(({ names }) => names).length, 1000);
  });

  it('keep a host name that is not the name of the node', () => {
    assert.deepEqual(
      nodeKinds([node('a', {}, { hostname: 'host-a' }), node('b', {})], []).flatMap(({ names }) => names),
      [['a', 'host-a'], ['b']],
    );
  });

  it('leave out the labels with the most values where there would be too many', () => {
    const nodes = times(2000, (index) =>
      node(`n${index}`, {
        'kubernetes.io/arch': index % 2 === 0 ? 'amd64' : 'arm64',
        id: `i-${index}`,
        zone: `z${index % 3}`,
      }),
    );
    const kinds = bounded(nodes) ?? [];
    assert.deepEqual(
      kinds.map(({ labels, moreLabels, nodes: count }) => [labels.zone, labels.id, moreLabels, count >= 333]),
      times(6, (index) => [`z${[0, 1, 2, 0, 1, 2][index] ?? ''}`, undefined, true, true]),
    );
  });

  it('attack: any number of different taints make every verdict slow', () => {
    const nodes = times(401, (index) => node('n', {}, { taints: [{ key: `t${index}`, effect: 'NoSchedule' }] }));
    assert.equal(bounded(nodes), undefined);
    assert.equal(bounded([node('n', {}, { taints: [{ key: 't'.repeat(400_000), effect: '' }] })]), undefined);
  });

  it('are stored with each text once, and known again in the next session', () => {
    const kinds = nodeKinds(
      [
        node('a', { zone: 'x', arch: 'amd64' }, { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] }),
        node('b', { zone: 'x' }, { hostname: 'bb', moreLabels: true }),
      ],
      [{ name: 'pool', platforms: ['linux/arm64'], labels: { team: 'x' }, open: { size: ['1', '2'] }, taints: [] }],
    );
    const stored = storeKinds(kinds);
    assert.equal(new Set(stored.texts).size, stored.texts.length);
    assert.deepEqual(restoreKinds(JSON.parse(JSON.stringify(stored))), kinds);
  });

  it('are unknown where another version stored something else', () => {
    const [kind] = storeKinds(nodeKinds([node('a', { zone: 'x' })], [])).kinds;
    for (const broken of [
      undefined,
      7,
      [],
      { texts: [], kinds: [7] },
      { texts: [], kinds: [{ ...kind, nodes: -1 }] },
    ]) {
      assert.equal(restoreKinds(broken), undefined);
    }
    // positions that nothing is at have no label
    assert.deepEqual(
      (restoreKinds({ texts: ['a'], kinds: [{ ...kind, labels: [0, 9] }] }) as NodeKind[])[0]?.labels,
      {},
    );
  });
});

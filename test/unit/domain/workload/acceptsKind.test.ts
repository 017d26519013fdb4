import assert from 'node:assert/strict';
import type { ClusterNode, NodeKind } from '../../../../src/domain/cluster/cluster.ts';
import { declaredKinds, nodeKinds } from '../../../../src/domain/cluster/nodes/nodeKinds.ts';
import { acceptedIn } from '../../../../src/domain/workload/acceptsKind.ts';
import { anywhere, readPlacement, type Placement } from '../../../../src/domain/workload/placement.ts';
import { clusterNode as node } from '../../../support/clusterNode.ts';
import { scheduling } from '../../../support/scheduling.ts';

const { nodes, cases } = scheduling;
const kindOf = (one: ClusterNode): NodeKind => {
  const [kind] = nodeKinds([one], []);
  assert.ok(kind);
  return kind;
};
const selects = (labels: Readonly<Record<string, string>>): Placement => ({ ...anywhere, nodeSelector: labels });

describe('the kinds of nodes that accept a pod', () => {
  const real = nodes.map((each) => {
    const { 'kubernetes.io/hostname': hostname = each.name, ...labels } = each.labels;
    const platform = `${labels['kubernetes.io/os'] ?? 'linux'}/${labels['kubernetes.io/arch'] ?? ''}`;
    return node(each.name, labels, { ...each, labels, platform, hostname, virtual: each.name === 'virtual-kubelet' });
  });
  // decided by more than the node, or refused by kubelet
  const others = /^(?:too-big|spread-|gated|other-scheduler|node-name-nobody|node-name-real-selector-arm64)/;

  for (const [id, { what, spec, daemonSet = false, possible, nodes: took }] of Object.entries(cases)) {
    if (!others.test(id)) {
      it(`${id}: ${what}, counted as the real kube-scheduler did`, () => {
        const placement = readPlacement(spec, { daemonSet });
        const expected = (possible ?? Object.keys(took)).filter((name) => name !== '(none)' && name !== 'windows');
        const accepted = real.filter((each) => acceptedIn(kindOf(each), [placement]) === 1).map(({ name }) => name);
        const isFargate = (name: string) => name === 'fargate' && !expected.includes(name) && !daemonSet;
        assert.deepEqual(accepted.filter((name) => !isFargate(name)).sort(), [...expected].sort());
      });
    }
  }

  it('count a node once that several workloads may run on', () => {
    const [kind] = nodeKinds([node('a'), node('b'), node('c')], []);
    assert.ok(kind);
    const on = (nodeName: string): Placement => ({ ...anywhere, nodeName });
    assert.equal(acceptedIn(kind, [on('a'), on('a'), on('b')]), 2);
    assert.equal(acceptedIn(kind, [on('a'), anywhere]), 3);
    assert.equal(acceptedIn(kind, [on('elsewhere')]), undefined);
    assert.equal(acceptedIn(kind, []), undefined);
  });

  it('are selected by host name and by the field of the name', () => {
    const [kind] = nodeKinds([node('a', {}, { hostname: 'host-a' }), node('b')], []);
    assert.ok(kind);
    const field = { key: 'metadata.name', operator: 'In', values: ['a', 'b'] };
    assert.equal(acceptedIn(kind, [selects({ 'kubernetes.io/hostname': 'host-a' })]), 1);
    assert.equal(acceptedIn(kind, [selects({ 'kubernetes.io/hostname': 'a' })]), undefined);
    assert.equal(acceptedIn(kind, [{ ...anywhere, required: [{ labels: [], fields: [field] }] }]), 2);
  });

  it('may accept it where their names were not kept', () => {
    const kind = { ...kindOf(node('a', { zone: 'x' })), nodes: 5000, unschedulable: true };
    assert.equal(acceptedIn(kind, [{ ...anywhere, nodeName: 'node-4000' }]), 1);
    assert.equal(acceptedIn(kind, [selects({ 'kubernetes.io/hostname': 'node-4000' })]), undefined);
    const open = { ...kind, unschedulable: false };
    assert.equal(acceptedIn(open, [selects({ 'kubernetes.io/hostname': 'node-4000' })]), 1);
    assert.equal(acceptedIn(open, [selects({ 'kubernetes.io/hostname': 'node-4000', zone: 'y' })]), undefined);
  });

  it('may accept it where their labels are not known: declared ones, and those of a pool', () => {
    const [declared] = declaredKinds(['linux/arm64']);
    assert.ok(declared);
    assert.equal(acceptedIn(declared, [selects({ disk: 'ssd' })]), 0);
    assert.equal(acceptedIn(declared, [selects({ 'kubernetes.io/arch': 'amd64' })]), undefined);
    const [pool] = nodeKinds(
      [],
      [
        {
          name: 'p',
          platforms: ['linux/arm64'],
          labels: { team: 'a' },
          open: { size: ['s', 'm'], 'karpenter.k8s.aws/*': [] },
          taints: [],
        },
      ],
    );
    assert.ok(pool);
    assert.equal(acceptedIn(pool, [selects({ team: 'a', size: 'm', 'karpenter.k8s.aws/instance-cpu': '4' })]), 0);
    for (const labels of [{ team: 'b' }, { size: 'xl' }, { disk: 'ssd' }, { 'kubernetes.io/hostname': 'x' }]) {
      assert.equal(acceptedIn(pool, [selects(labels)]), undefined, JSON.stringify(labels));
    }
  });

  it('have the labels of a pool by their old names, too', () => {
    const open = { 'node.kubernetes.io/instance-type': ['m6g.large'], 'topology.kubernetes.io/region': [] };
    const labels = { 'topology.kubernetes.io/zone': 'z' };
    const [pool] = nodeKinds([], [{ name: 'p', platforms: ['linux/arm64'], labels, open, taints: [] }]);
    assert.ok(pool);
    for (const [key, value, other] of [
      ['beta.kubernetes.io/instance-type', 'm6g.large', 'm5.large'],
      ['failure-domain.beta.kubernetes.io/zone', 'z', 'y'],
      ['failure-domain.beta.kubernetes.io/region', 'any', undefined],
      ['beta.kubernetes.io/arch', 'arm64', 'amd64'],
    ] as const) {
      const required = { key, operator: 'In', values: [value] };
      assert.equal(acceptedIn(pool, [selects({ [key]: value })]), 0, key);
      assert.equal(acceptedIn(pool, [{ ...anywhere, required: [{ labels: [required], fields: [] }] }]), 0, key);
      if (other !== undefined) {
        assert.equal(acceptedIn(pool, [selects({ [key]: other })]), undefined, key);
      }
    }
    // a node has the labels that it has
    const zoned = kindOf(node('a', labels));
    assert.equal(acceptedIn(zoned, [selects({ 'failure-domain.beta.kubernetes.io/zone': 'z' })]), undefined);
  });

  it('are those of a pool, too, if the pod only avoids some nodes by their names', () => {
    const [pool] = nodeKinds([], [{ name: 'p', platforms: ['linux/arm64'], labels: {}, open: {}, taints: [] }]);
    assert.ok(pool);
    const host = (operator: string) => ({ key: 'kubernetes.io/hostname', operator, values: ['bad'] });
    const field = (operator: string) => ({ key: 'metadata.name', operator, values: ['bad'] });
    const amd64 = { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] };
    const on = (...required: NonNullable<Placement['required']>) => acceptedIn(pool, [{ ...anywhere, required }]);
    assert.equal(on({ labels: [host('NotIn')], fields: [] }), 0);
    assert.equal(on({ labels: [], fields: [field('NotIn')] }), 0);
    assert.equal(on({ labels: [host('In')], fields: [] }, { labels: [host('NotIn')], fields: [] }), 0);
    assert.equal(on({ labels: [host('In')], fields: [] }), undefined);
    assert.equal(on({ labels: [], fields: [field('In')] }), undefined);
    assert.equal(on({ labels: [host('NotIn'), amd64], fields: [] }), undefined);
    assert.equal(on({ labels: [host('NotIn'), host('In')], fields: [] }), undefined);
    const bound = { ...anywhere, nodeName: 'a', required: [{ labels: [host('NotIn')], fields: [] }] };
    assert.equal(acceptedIn(pool, [bound]), undefined);
  });

  it('that are not ready, silent or for Windows accept none; a DaemonSet waits for the first', () => {
    assert.equal(acceptedIn(kindOf(node('a', {}, { ready: false })), [anywhere]), undefined);
    assert.equal(acceptedIn(kindOf(node('a', {}, { ready: false })), [{ ...anywhere, daemonSet: true }]), 1);
    assert.equal(acceptedIn(kindOf(node('a', {}, { platform: 'windows/amd64' })), [anywhere]), undefined);
    const { name, labels, taints, unschedulable, ready, virtual } = node('a');
    const silent = { name, labels, taints, unschedulable, ready, virtual };
    assert.equal(acceptedIn(kindOf(silent), [anywhere]), undefined);
  });

  it('of Fargate take pods past their taint, but no DaemonSets', () => {
    const key = 'eks.amazonaws.com/compute-type';
    const taints = [{ key, value: 'fargate', effect: 'NoSchedule' }];
    const fargate = kindOf(node('fargate-1', { [key]: 'fargate', 'kubernetes.io/arch': 'amd64' }, { taints }));
    assert.equal(acceptedIn(fargate, [anywhere]), 1);
    assert.equal(acceptedIn(fargate, [{ ...anywhere, daemonSet: true }]), undefined);
    assert.equal(acceptedIn(fargate, [selects({ 'kubernetes.io/arch': 'arm64' })]), undefined);
    assert.equal(acceptedIn(kindOf(node('other', {}, { taints })), [anywhere]), undefined);
  });

  it('of GKE and ACK are tolerated by pods that select arm64', () => {
    const taints = [{ key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' }];
    const arm = { 'kubernetes.io/arch': 'arm64' };
    const required = (...values: readonly string[]): Placement => ({
      ...anywhere,
      required: [{ labels: [{ key: 'kubernetes.io/arch', operator: 'In', values }], fields: [] }],
    });
    for (const provider of ['cloud.google.com/gke-nodepool', 'alibabacloud.com/nodepool-id']) {
      const kind = kindOf(node('n', { ...arm, [provider]: 'pool' }, { taints }));
      assert.equal(acceptedIn(kind, [selects(arm)]), 1);
      assert.equal(acceptedIn(kind, [required('arm64', 'amd64')]), 1);
      assert.equal(acceptedIn(kind, [anywhere]), undefined);
      assert.equal(acceptedIn(kind, [required('amd64')]), undefined);
    }
    assert.equal(acceptedIn(kindOf(node('n', arm, { taints })), [selects(arm)]), undefined);
    // ACK taints its arm pools only where somebody asked for it
    assert.equal(acceptedIn(kindOf(node('n', { ...arm, 'alibabacloud.com/nodepool-id': 'np' })), [anywhere]), 1);
  });
});

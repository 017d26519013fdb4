import assert from 'node:assert/strict';
import { architectureOfInstance } from '../../../../../src/domain/cluster/nodes/instanceTypes.ts';
import { karpenterPool, openOn } from '../../../../../src/domain/cluster/nodes/karpenterPool.ts';

const maker = 'karpenter.k8s.aws/instance-cpu-manufacturer';
const family = 'karpenter.k8s.aws/instance-family';
const pool = (requirements: readonly object[], more: object = {}) =>
  karpenterPool({ metadata: { name: 'p' }, spec: { template: { spec: { requirements } }, ...more } });
const requires = (key: string, operator: string, ...values: readonly string[]) => ({ key, operator, values });

describe('the architecture of EC2 instances', () => {
  it('follows from their names', () => {
    const names = {
      arm64: 'a1 t4g m6g m6gd m7g.large c7gn c8g r8gb x2gd g5g im4gn is4gen i4g hpc7g p6e-gb200 a1.xlarge',
      amd64:
        'm5 m5a m6i m7i-flex c7a t3 t3a g4dn g6e gr6 p5en p6-b200 inf2 trn1 dl1 vt1 u7i-12tb hpc7a x2iezn u-6tb1.metal m5.2xlarge',
    };
    for (const [architecture, all] of Object.entries(names)) {
      for (const name of all.split(' ')) {
        assert.equal(architectureOfInstance(name), architecture, name);
      }
    }
    for (const name of [
      'mac2',
      'mac2-m2',
      '',
      'e2-standard-4',
      't2a-standard-4',
      'Standard_D2ps_v5',
      'ecs.g6.large',
      '6g',
    ]) {
      assert.equal(architectureOfInstance(name), undefined, name);
    }
  });
});

describe('what a pool of Karpenter can add', () => {
  it('has the architectures of its instance families or types, if it names no other', () => {
    const architectures = (...requirements: readonly object[]) => pool(requirements)?.architectures;
    assert.deepEqual(architectures(requires(family, 'In', 'm5')), ['amd64']);
    assert.deepEqual(architectures(requires(family, 'In', 'm6g', 'c7gn')), ['arm64']);
    assert.deepEqual(architectures(requires(family, 'In', 'm5', 'm6g')), ['amd64', 'arm64']);
    assert.deepEqual(architectures(requires('node.kubernetes.io/instance-type', 'In', 'm6g.large')), ['arm64']);
    assert.deepEqual(architectures(requires('beta.kubernetes.io/instance-type', 'In', 'm5.large')), ['amd64']);
    assert.deepEqual(architectures(requires(family, 'NotIn', 'm5')), ['amd64', 'arm64']);
    assert.deepEqual(architectures(requires(family, 'In', 'unheard-of')), ['amd64', 'arm64']);
    assert.deepEqual(architectures(requires('eks.amazonaws.com/instance-cpu-manufacturer', 'In', 'aws')), ['arm64']);
    assert.deepEqual(architectures(requires(maker, 'NotIn', 'aws')), ['amd64']);
    assert.deepEqual(architectures(requires(maker, 'NotIn', 'intel', 'amd')), ['arm64']);
    assert.deepEqual(architectures(requires(maker, 'NotIn', 'intel')), ['amd64', 'arm64']);
    assert.deepEqual(architectures(requires(maker, 'Exists')), ['amd64', 'arm64']);
    assert.deepEqual(architectures(requires(maker, 'NotIn', 'aws'), requires(maker, 'In', 'amd')), ['amd64']);
    const open = openOn(pool([requires(maker, 'NotIn', 'intel')])?.open ?? {}, 'arm64');
    assert.deepEqual([open[maker], open['karpenter.k8s.gcp/*']], [['aws'], []]);
    assert.deepEqual(
      architectures(requires(family, 'In', 'm5', 'm6g'), requires('kubernetes.io/arch', 'In', 'arm64')),
      ['arm64'],
    );
  });

  it('is nothing where its limits or requirements allow no node', () => {
    assert.equal(pool([], { limits: { cpu: 0 } }), undefined);
    assert.equal(pool([], { limits: { cpu: '0' } }), undefined);
    assert.equal(pool([], { limits: { cpu: '0m', memory: '100Gi' } }), undefined);
    assert.equal(pool([], { limits: { nodes: '0' } }), undefined);
    assert.ok(pool([], { limits: { cpu: '100', memory: '0.5Gi' } }));
    assert.equal(pool([requires('team', 'In', 'a'), requires('team', 'In', 'b')]), undefined);
    assert.equal(pool([requires('team', 'In', 'a'), requires('team', 'NotIn', 'a')]), undefined);
  });

  it('has the labels that it requires, and any value of those that every node gets', () => {
    const found = pool([
      requires('team', 'In', 'a'),
      requires('size', 'In', 's', 'm'),
      requires('tier', 'Exists'),
      requires('gone', 'DoesNotExist'),
      requires('topology.kubernetes.io/zone', 'In', 'z'),
    ]);
    assert.ok(found);
    assert.deepEqual(found.labels, { team: 'a', 'topology.kubernetes.io/zone': 'z', 'karpenter.sh/nodepool': 'p' });
    const { size, tier, gone, 'karpenter.k8s.aws/*': provider, 'topology.kubernetes.io/zone': zone } = found.open;
    assert.deepEqual([size, tier, gone, provider, zone], [['s', 'm'], [], undefined, [], undefined]);
    assert.deepEqual(openOn({ [family]: ['m5', 'm6g'], size: ['s'] }, 'arm64'), { [family]: ['m6g'], size: ['s'] });
  });

  it('attack: its requirements have very many values', () => {
    const values = Array.from({ length: 100_000 }, (_, at) => `v${at}`);
    const all = ['In', 'In', 'NotIn', 'In'].map((operator) => requires('team', operator, ...values));
    assert.equal(pool(all), undefined);
    const several = Array.from({ length: 50 }, () => requires('team', 'In', ...values));
    const started = performance.now();
    assert.equal(pool(several)?.open.team?.length, 5000);
    assert.ok(performance.now() - started < 2000);
    assert.deepEqual(pool([requires('kubernetes.io/arch', 'In', 'arm64', 'arm64')])?.architectures, ['arm64']);
  });

  it('may be described by anything', () => {
    for (const odd of [
      {},
      { spec: 7 },
      { spec: { template: { spec: { requirements: [7, null, {}] } }, limits: [] } },
    ]) {
      assert.deepEqual(karpenterPool(odd)?.architectures, ['amd64', 'arm64']);
    }
  });
});

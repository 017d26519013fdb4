import assert from 'node:assert/strict';
import type { ClusterNode, ClusterPlatforms, NodeGroup } from '../../../../src/domain/cluster/cluster.ts';
import { declaredKinds, nodeKinds } from '../../../../src/domain/cluster/nodes/nodeKinds.ts';
import { clusterTargets } from '../../../../src/domain/cluster/chosen/clusterTargets.ts';
import { fateOf, fateOfUse, missingIn } from '../../../../src/domain/coverage/imageFate.ts';
import type { ImageUse } from '../../../../src/domain/coverage/imageUse.ts';
import { placedOn, usesOn } from '../../../../src/domain/coverage/placedOn.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { anywhere, type Placement } from '../../../../src/domain/workload/placement.ts';

const old: ClusterPlatforms = { context: 'mixed', state: 'read', local: false, groups: [] };
const node = (name: string, arch: string, more: Partial<ClusterNode> = {}): ClusterNode => ({
  name,
  platform: `linux/${arch}`,
  labels: { 'kubernetes.io/arch': arch },
  taints: [],
  unschedulable: false,
  ready: true,
  virtual: false,
  ...more,
});
const gpu = { key: 'gpu', effect: 'NoSchedule' };
const mixed: ClusterPlatforms = {
  context: 'mixed',
  state: 'read',
  local: false,
  groups: [],
  kinds: nodeKinds(
    [
      ...['a', 'b', 'c'].map((name) => node(name, 'amd64')),
      ...['d', 'e'].map((name) => node(name, 'arm64')),
      node('f', 'arm64', { taints: [gpu] }),
      node('g', 's390x', { unschedulable: true }),
    ],
    [
      { name: 'spot', platforms: ['linux/amd64', 'linux/arm64'], labels: {}, open: {}, taints: [] },
      { name: 'riscv', platforms: ['linux/riscv64'], labels: {}, open: {}, taints: [] },
    ],
  ),
};
const use = (placement: Partial<Placement>, more: Partial<ImageUse> = {}): ImageUse => ({
  image: 'app:1',
  kind: 'Deployment',
  name: 'web',
  placement: { ...anywhere, ...placement },
  ...more,
});
const arch = (value: string) => use({ nodeSelector: { 'kubernetes.io/arch': value } });
const shown = ({ groups }: { readonly groups: readonly NodeGroup[] }) =>
  groups.map(({ platform, nodes, eligible, ineligible, pools = [] }) =>
    [platform, `${eligible}/${nodes}`, ...ineligible.map((each) => `${each.nodes} ${each.reason}`), ...pools].join(' '),
  );
const image: InspectedImage = {
  ref: 'app:1',
  digest: 'sha256:a',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  images: [{ platform: 'linux/amd64', digest: 'sha256:b', size: 1, attestations: [] }],
  other: [],
};

describe('a cluster for the workloads of an image', () => {
  it('has all eligible nodes where no workload uses it', () => {
    assert.deepEqual(shown(placedOn(mixed, [], [])), [
      'linux/amd64 3/3 spot',
      'linux/arm64 2/3 1 untoleratedTaint spot',
      'linux/s390x 0/1 1 cordoned',
      'linux/riscv64 0/0 riscv',
    ]);
    assert.deepEqual(shown(placedOn(mixed, [], [{ operator: 'Exists' }]))[1], 'linux/arm64 3/3 spot');
  });

  it('has those that accept one of them', () => {
    assert.deepEqual(shown(placedOn(mixed, [arch('amd64')], [])), [
      'linux/amd64 3/3 spot',
      'linux/arm64 0/3 2 notSelected 1 untoleratedTaint',
      'linux/s390x 0/1 1 cordoned',
    ]);
    assert.deepEqual(clusterTargets([placedOn(mixed, [arch('amd64')], [])]), ['linux/amd64']);
    const both = placedOn(mixed, [arch('amd64'), use({ nodeName: 'f' })], []);
    assert.deepEqual(shown(both).slice(0, 2), [
      'linux/amd64 3/3 spot',
      'linux/arm64 1/3 2 notSelected',
    ]);
  });

  it('counts only the tolerations of the workload itself', () => {
    const tolerant = use({ tolerations: [{ key: 'gpu', operator: 'Exists' }] });
    const strict = use({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } });
    assert.equal(placedOn(mixed, [tolerant], []).groups[1]?.eligible, 3);
    assert.equal(placedOn(mixed, [strict], [{ operator: 'Exists' }]).groups[0]?.platform, 'linux/amd64');
    assert.deepEqual(shown(placedOn(mixed, [strict], [{ operator: 'Exists' }]))[1], 'linux/arm64 2/3 1 notSelected spot');
  });

  it('needs only the declared platforms that a workload selects', () => {
    const declared: ClusterPlatforms = {
      ...mixed,
      state: 'declared',
      kinds: declaredKinds(['linux/amd64', 'linux/arm64']),
    };
    assert.deepEqual(clusterTargets([placedOn(declared, [], [])]), ['linux/amd64', 'linux/arm64']);
    assert.deepEqual(clusterTargets([placedOn(declared, [arch('arm64')], [])]), ['linux/arm64']);
  });

  it('has all eligible nodes, too, if it is not known where one of them may run', () => {
    const moved = use({}, { unplaced: true });
    const usual = shown(placedOn(mixed, [], []));
    assert.deepEqual(shown(placedOn(mixed, [moved], [])), usual);
    assert.deepEqual(clusterTargets([placedOn(mixed, [arch('amd64'), moved], [])]), [
      'linux/amd64',
      'linux/arm64',
      'linux/riscv64',
    ]);
    assert.equal(placedOn(mixed, [use({ nodeName: 'f' }), moved], []).groups[1]?.eligible, 3);
    assert.equal(placedOn(mixed, [arch('amd64'), moved], [{ operator: 'Exists' }]).groups[1]?.eligible, 3);
  });

  it('is judged as a whole where its nodes are not known one by one', () => {
    assert.equal(placedOn(old, [arch('amd64')], []), old);
  });

  it('has the workloads of the workspace and its own', () => {
    const inFiles = use({});
    const running = use({}, { context: 'mixed' });
    const elsewhere = use({}, { context: 'edge' });
    assert.deepEqual(usesOn('mixed', [inFiles, running, elsewhere]), [inFiles, running]);
  });
});

describe('a cluster whose webhook places pods by their images', () => {
  const operated: ClusterPlatforms = { ...mixed, placedBy: 'multiarch-tuning-operator' };
  const fate = (cluster: ClusterPlatforms, ...uses: readonly ImageUse[]) =>
    fateOf(image, [{ context: 'mixed', known: placedOn(cluster, uses, []) }], []);

  it('runs an image where it can, so nothing is missing', () => {
    assert.equal(fate(mixed).state, 'partial');
    assert.equal(fate(operated).state, 'runs');
    assert.deepEqual(missingIn(fate(operated, use({}))), []);
  });

  it('leaves pods alone that select an architecture themselves', () => {
    const required = { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] };
    const both = use({ required: [{ labels: [required], fields: [] }] });
    assert.equal(fate(operated, both).state, 'partial');
    assert.equal(fate(operated, arch('arm64')).state, 'fails');
  });

  it('runs no image that no node supports', () => {
    const foreign = { ...image, images: [{ ...image.images[0]!, platform: 'linux/ppc64le' }] };
    assert.equal(fateOf(foreign, [{ context: 'mixed', known: placedOn(operated, [], []) }], []).state, 'fails');
  });
});

describe('the fate of an image in one of its workloads', () => {
  const fate = (one: ImageUse, cluster = mixed) =>
    fateOfUse(image, one, [{ context: 'mixed', known: placedOn(cluster, [one], []) }], []);

  it('differs from that in another one', () => {
    const [pinned, free] = [fate(arch('amd64')), fate(use({}))];
    assert.deepEqual([pinned.state, free.state], ['runs', 'partial']);
    assert.deepEqual([pinned.isNowhere, free.isNowhere], [false, false]);
  });

  it('is nowhere if no node accepts it, which is no failure', () => {
    const { state, isNowhere, groups } = fate(arch('aarch64'));
    assert.deepEqual([state, isNowhere, groups], ['unknown', true, []]);
  });

  it('is unknown if the nodes are unknown, or the cluster is another one', () => {
    assert.equal(fate(arch('aarch64'), old).isNowhere, false);
    assert.equal(fate(use({}, { context: 'edge' })).isNowhere, false);
  });

  it('is not nowhere if it is not known which nodes it selects', () => {
    const tainted = { ...mixed, kinds: nodeKinds([node('f', 'arm64', { taints: [gpu] })], []) };
    assert.equal(fate(use({}), tainted).isNowhere, true);
    assert.equal(fate(use({}, { unplaced: true }), tainted).isNowhere, false);
  });
});

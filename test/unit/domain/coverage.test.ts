import assert from 'node:assert/strict';
import type { ClusterPlatforms, ClusterState } from '../../../src/domain/cluster.ts';
import { coverageOf } from '../../../src/domain/coverage.ts';
import { clusterTargets } from '../../../src/domain/cluster.ts';
import { judgeArchitecture, type VerifiedImage } from '../../../src/domain/architecture.ts';

const cluster = (
  context: string,
  nodes: Readonly<Record<string, number>>,
  { state = 'read', local = false }: { readonly state?: ClusterState; readonly local?: boolean } = {},
): ClusterPlatforms => ({
  context,
  state,
  local,
  groups: Object.entries(nodes).map(([platform, count]) => ({
    platform,
    nodes: count,
    eligible: count,
    taints: [],
    ineligible: [],
  })),
});
const index = (...platforms: readonly string[]) => ({ kind: 'index', platforms }) as const;
const manifest = (platform: string) => ({ kind: 'manifest', platforms: [platform] }) as const;
const verdicts = (...args: Parameters<typeof coverageOf>) => {
  const { state, groups } = coverageOf(...args);
  return [state, ...groups.map(({ platform, verdict, how }) => [platform, verdict, how].filter(Boolean).join(' '))];
};

describe('coverageOf', () => {
  const both = cluster('prod', { 'linux/amd64': 12, 'linux/arm64': 3 });

  it('says that a single image crashes where it is pulled, and that an index does not pull', () => {
    assert.deepEqual(verdicts(manifest('linux/arm64'), [both]), [
      'partial',
      'linux/amd64 fails crashes',
      'linux/arm64 runs',
    ]);
    assert.deepEqual(verdicts(index('linux/arm64'), [both]), [
      'partial',
      'linux/amd64 fails does-not-pull',
      'linux/arm64 runs',
    ]);
    assert.deepEqual(verdicts(index('linux/arm64', 'linux/amd64'), [both])[0], 'runs');
    assert.deepEqual(verdicts(manifest('linux/s390x'), [both])[0], 'fails');
  });

  it('knows what a node pulls for want of its own', () => {
    const arm = cluster('pi', { 'linux/arm64': 1, 'linux/arm/v7': 1 });
    assert.deepEqual(verdicts(index('linux/arm/v6'), [arm]), ['runs', 'linux/arm64 degraded', 'linux/arm/v7 runs']);
    assert.deepEqual(verdicts(index('linux/arm64'), [arm])[0], 'partial');
    const amd = cluster('prod', { 'linux/amd64': 1 });
    assert.deepEqual(verdicts(index('linux/386'), [amd]), ['runs', 'linux/amd64 degraded']);
  });

  it('is emulated on this machine alone, where its engine can', () => {
    const here = cluster('kind-dev', { 'linux/amd64': 1 }, { local: true });
    const there = cluster('prod', { 'linux/amd64': 1 });
    const offered = manifest('linux/arm64');
    assert.deepEqual(verdicts(offered, [here], ['linux/arm64']), ['runs', 'linux/amd64 emulated']);
    assert.deepEqual(verdicts(offered, [here], []), ['fails', 'linux/amd64 fails crashes']);
    assert.deepEqual(verdicts(offered, [there], ['linux/arm64'])[0], 'fails');
  });

  it('judges only what is known, and nodes that take pods', () => {
    const lost = cluster('lost', { 'linux/s390x': 4 }, { state: 'unreachable' });
    assert.deepEqual(verdicts(index('linux/amd64', 'linux/arm64'), [both, lost]), [
      'runs',
      'linux/amd64 runs',
      'linux/arm64 runs',
      'unknown unknown',
    ]);
    assert.deepEqual(verdicts(index('linux/amd64'), [lost]), ['unknown', 'unknown unknown']);
    assert.deepEqual(verdicts(index('linux/amd64'), []), ['unknown']);
    assert.deepEqual(verdicts(index('linux/amd64'), [cluster('none', { 'linux/arm64': 0, 'windows/amd64': 2 })]), [
      'unknown',
    ]);
    const declared = cluster('secret', { 'linux/arm64': 0 }, { state: 'declared' });
    assert.deepEqual(verdicts(manifest('linux/amd64'), [declared]), ['fails', 'linux/arm64 fails crashes']);
  });
});

describe('clusterTargets', () => {
  it('are what most nodes need first, of all clusters, with what they had while they do not answer', () => {
    assert.deepEqual(
      clusterTargets([
        cluster('a', { 'linux/amd64': 2, 'linux/arm64': 1, unknown: 9, 'windows/amd64': 9 }),
        cluster('b', { 'linux/arm64': 2, 'linux/riscv64': 0 }),
        cluster('c', { 'linux/s390x': 9 }, { state: 'unreachable' }),
      ]),
      ['linux/s390x', 'linux/arm64', 'linux/amd64'],
    );
  });
});

describe('judgeArchitecture', () => {
  const prod = cluster('prod', { 'linux/amd64': 12, 'linux/arm64': 3 });
  const lost = cluster('lost', {}, { state: 'failed' });
  const pushed = (...platforms: readonly string[]): VerifiedImage => ({
    image: 'registry.test/app:1',
    digest: 'sha256:a',
    kind: 'index',
    platforms,
    at: 1,
  });
  const all = pushed('linux/amd64', 'linux/arm64');
  const judged = (
    host: string | undefined,
    clusters: readonly (ClusterPlatforms | undefined)[],
    verified: readonly VerifiedImage[] = [],
  ) => {
    const { state, failing, nodes, image } = judgeArchitecture({ host, clusters, verified });
    return [state, `${failing}/${nodes}`, ...(image === undefined ? [] : [image])];
  };

  it('has one word for everything', () => {
    assert.deepEqual(judged('linux/arm64', []), ['noCluster', '0/0']);
    assert.deepEqual(judged('linux/arm64', [undefined, undefined]), ['notRead', '0/0']);
    assert.deepEqual(judged('linux/arm64', [cluster('edge', { 'linux/arm64': 3 })]), ['matches', '0/3']);
    assert.deepEqual(judged('linux/arm64', [prod]), ['mismatch', '12/15']);
    assert.deepEqual(judged('linux/arm64', [prod], [all]), ['covered', '12/15', all.image]);
    assert.deepEqual(judged('linux/arm64', [prod], [pushed('linux/arm64')]), ['mismatch', '12/15']);
    assert.deepEqual(judged('linux/arm64', [lost]), ['unknown', '0/0']);
    assert.deepEqual(judged(undefined, [prod]), ['unknown', '0/15']);
  });

  it('is not calm about clusters that are not known, and warns of those that are', () => {
    assert.deepEqual(judged('linux/arm64', [prod, lost]), ['mismatch', '12/15']);
    assert.deepEqual(judged('linux/arm64', [prod, undefined]), ['mismatch', '12/15']);
    for (const other of [lost, undefined]) {
      assert.deepEqual(judged('linux/arm64', [prod, other], [all]), ['unknown', '12/15', all.image]);
      assert.equal(judged('linux/amd64', [cluster('a', { 'linux/amd64': 1 }), other])[0], 'unknown');
    }
  });

  it('takes the newest push that covers all', () => {
    const newer = { ...all, image: 'registry.test/app:2' };
    assert.deepEqual(judged('linux/arm64', [prod], [pushed('linux/amd64'), newer, all]), [
      'covered',
      '12/15',
      newer.image,
    ]);
  });
});

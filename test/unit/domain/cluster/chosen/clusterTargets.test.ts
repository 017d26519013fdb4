import assert from 'node:assert/strict';
import { clusterTargets } from '../../../../../src/domain/cluster/chosen/clusterTargets.ts';
import type { ClusterPlatforms, NodeGroup } from '../../../../../src/domain/cluster/cluster.ts';

const group = (platform: string, more: Partial<NodeGroup> = {}): NodeGroup => ({
  platform,
  nodes: 0,
  eligible: 0,
  taints: [],
  ineligible: [],
  ...more,
});
const cluster = (state: ClusterPlatforms['state'], ...groups: readonly NodeGroup[]): ClusterPlatforms => ({
  context: 'prod',
  state,
  local: false,
  groups,
});

describe('clusterTargets of nodes that do not count', () => {
  const cases: readonly (readonly [string, ClusterPlatforms, readonly string[]])[] = [
    ['are what a pool can grow', cluster('read', group('linux/arm64', { pools: ['spot'] })), ['linux/arm64']],
    ['are what somebody declared', cluster('declared', group('linux/s390x')), ['linux/s390x']],
    ['are not those that take no pods', cluster('read', group('linux/arm64', { nodes: 5 })), []],
    ['are never of Windows or unknown', cluster('declared', group('windows/amd64'), group('unknown')), []],
  ];
  for (const [what, one, expected] of cases) {
    it(what, () => {
      assert.deepEqual(clusterTargets([one]), expected);
    });
  }

  it('are ordered by the nodes that take pods, and by nothing where these are as many', () => {
    const busy = group('linux/amd64', { nodes: 3, eligible: 3 });
    const cordoned = group('linux/arm64', { nodes: 9, eligible: 1 });
    const pool = group('linux/riscv64', { pools: ['p'] });
    assert.deepEqual(clusterTargets([cluster('read', pool, cordoned, busy), cluster('declared', group('linux/386'))]), [
      'linux/amd64',
      'linux/arm64',
      'linux/riscv64',
      'linux/386',
    ]);
  });
});

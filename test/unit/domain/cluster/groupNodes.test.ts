import assert from 'node:assert/strict';
import { groupNodes as group } from '../../../../src/domain/cluster/groupNodes.ts';
import { nodeKinds } from '../../../../src/domain/cluster/nodes/nodeKinds.ts';
import type { ClusterNode, NodeGroup, NodePool, Taint, Toleration } from '../../../../src/domain/cluster/cluster.ts';

const groupNodes = (nodes: readonly ClusterNode[], pools: readonly NodePool[], tolerations: readonly Toleration[]) =>
  group(nodeKinds(nodes, pools), tolerations);
const node = (platform: string | undefined, more: Partial<ClusterNode> = {}): ClusterNode => ({
  name: 'node',
  ...(platform !== undefined && { platform }),
  labels: {},
  taints: [],
  unschedulable: false,
  ready: true,
  virtual: false,
  ...more,
});
const taint = (key: string, effect = 'NoSchedule', value?: string): Taint => ({
  key,
  effect,
  ...(value !== undefined && { value }),
});
const shown = (groups: readonly NodeGroup[]) =>
  groups.map(({ platform, nodes, eligible, ineligible, pools }) =>
    [
      platform,
      `${eligible}/${nodes}`,
      ...ineligible.map((each) => `${each.nodes} ${each.reason}`),
      ...(pools ?? []),
    ].join(' '),
  );

describe('groupNodes', () => {
  it('puts most nodes first, and those that do not tell last', () => {
    const nodes = [node('linux/arm64'), node(undefined), node(undefined), node('linux/amd64'), node('linux/amd64')];
    assert.deepEqual(shown(groupNodes(nodes, [], [])), [
      'linux/amd64 2/2',
      'linux/arm64 1/1',
      'unknown 0/2 2 unknownPlatform',
    ]);
  });

  it('counts the eligible nodes whose runtime also pulls images for related processors', () => {
    const related = { pullsRelated: true } as const;
    const nodes = [
      node('linux/amd64', related),
      node('linux/amd64', { ...related, unschedulable: true }),
      node('linux/amd64'),
      node('linux/arm64'),
    ];
    const groups = groupNodes(nodes, [], []);
    assert.deepEqual(
      groups.map(({ eligible, pullRelated }) => [eligible, pullRelated]),
      [
        [2, 1],
        [1, undefined],
      ],
    );
  });

  it('counts a node that takes no pods once, by what says most of it', () => {
    const everything = { unschedulable: true, ready: false, taints: [taint('a')] };
    const cases: readonly (readonly [ClusterNode, string])[] = [
      [node('linux/amd64', { ...everything, virtual: true }), 'virtualKubelet'],
      [node('windows/amd64', everything), 'windows'],
      [node('linux/amd64', everything), 'cordoned'],
      [node('linux/amd64', { ...everything, unschedulable: false }), 'notReady'],
      [node('linux/amd64', { taints: [taint('node-role.kubernetes.io/master')] }), 'controlPlane'],
      [node('linux/amd64', { taints: [taint('node-role.kubernetes.io/control-plane')] }), 'controlPlane'],
      [node('linux/amd64', { taints: [taint('a', 'NoExecute')] }), 'untoleratedTaint'],
    ];
    for (const [one, reason] of cases) {
      const [group] = groupNodes([one], [], []);
      assert.deepEqual([group?.eligible, group?.ineligible.map((each) => each.reason)], [0, [reason]]);
    }
  });

  it('is not put off by a taint that only prefers, nor by one that is tolerated', () => {
    const tainted = node('linux/arm64', {
      taints: [taint('soft', 'PreferNoSchedule'), taint('arch', 'NoSchedule', 'arm64')],
    });
    const [strict] = groupNodes([tainted], [], []);
    assert.deepEqual(strict?.ineligible, [{ reason: 'untoleratedTaint', nodes: 1, taint: 'arch=arm64:NoSchedule' }]);
    assert.deepEqual(strict.taints, ['soft:PreferNoSchedule', 'arch=arm64:NoSchedule']);
    const [tolerant] = groupNodes([tainted], [], [{ key: 'arch', operator: 'Exists' }]);
    assert.equal(tolerant?.eligible, 1);
  });

  it('tells different taints apart, the most frequent first', () => {
    const one = node('linux/amd64', { taints: [taint('gpu')] });
    const other = node('linux/amd64', { taints: [taint('db')] });
    assert.deepEqual(groupNodes([one, other, other], [], []), [
      {
        platform: 'linux/amd64',
        nodes: 3,
        eligible: 0,
        taints: ['gpu:NoSchedule', 'db:NoSchedule'],
        ineligible: [
          { reason: 'untoleratedTaint', nodes: 2, taint: 'db:NoSchedule' },
          { reason: 'untoleratedTaint', nodes: 1, taint: 'gpu:NoSchedule' },
        ],
      },
    ]);
  });

  it('counts a pool only where its nodes would take pods', () => {
    const pools = [
      { name: 'spot', platforms: ['linux/arm64', 'linux/amd64'], labels: {}, open: {}, taints: [] },
      { name: 'gpu', platforms: ['linux/arm64'], labels: {}, open: {}, taints: [taint('gpu')] },
    ];
    assert.deepEqual(shown(groupNodes([node('linux/amd64')], pools, [])), [
      'linux/amd64 1/1 spot',
      'linux/arm64 0/0 spot',
    ]);
    assert.deepEqual(shown(groupNodes([], pools, [{ operator: 'Exists' }])), [
      'linux/arm64 0/0 spot gpu',
      'linux/amd64 0/0 spot',
    ]);
  });
});

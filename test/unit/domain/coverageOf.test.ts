import assert from 'node:assert/strict';
import type { ClusterPlatforms, NodeGroup } from '../../../src/domain/cluster.ts';
import { coverageOf } from '../../../src/domain/coverage.ts';

const group = (platform: string, eligible: number, more: Partial<NodeGroup> = {}): NodeGroup => ({
  platform,
  nodes: eligible,
  eligible,
  taints: [],
  ineligible: [],
  ...more,
});
const cluster = (
  context: string,
  state: ClusterPlatforms['state'],
  ...groups: readonly NodeGroup[]
): ClusterPlatforms => ({ context, state, local: false, groups });

describe('coverageOf, cluster by cluster', () => {
  it('names the context, and counts the nodes that take pods', () => {
    const clusters = [
      cluster('prod', 'read', group('linux/arm64', 2, { nodes: 7 }), group('linux/amd64', 0, { pools: ['spot'] })),
      cluster('edge', 'declared', group('linux/arm64', 0)),
      cluster('lost', 'forbidden', group('linux/arm64', 4)),
    ];
    assert.deepEqual(coverageOf({ kind: 'index', platforms: ['linux/arm64'] }, clusters), {
      state: 'partial',
      groups: [
        { context: 'prod', platform: 'linux/arm64', nodes: 2, verdict: 'runs' },
        { context: 'prod', platform: 'linux/amd64', nodes: 0, verdict: 'fails', how: 'does-not-pull' },
        { context: 'edge', platform: 'linux/arm64', nodes: 0, verdict: 'runs' },
        { context: 'lost', platform: 'unknown', nodes: 0, verdict: 'unknown' },
      ],
    });
  });

  it('does not judge a platform that it cannot read', () => {
    const odd = cluster('odd', 'read', group('linux/*', 1));
    const { state, groups } = coverageOf({ kind: 'manifest', platforms: ['linux/amd64'] }, [odd]);
    assert.deepEqual([state, groups.map(({ verdict }) => verdict)], ['unknown', ['unknown']]);
  });

  it('fails where what is pulled starts a program that does not fit', () => {
    const nodes = [cluster('prod', 'read', group('linux/amd64', 12), group('linux/arm64', 3))];
    const offer = { kind: 'index', platforms: ['linux/amd64', 'linux/386', 'linux/arm64'] } as const;
    const { state, groups } = coverageOf({ ...offer, unfit: ['linux/amd64'] }, nodes);
    assert.equal(state, 'partial');
    assert.deepEqual(groups, [
      { context: 'prod', platform: 'linux/amd64', nodes: 12, verdict: 'fails', how: 'crashes', unfit: true },
      { context: 'prod', platform: 'linux/arm64', nodes: 3, verdict: 'runs' },
    ]);
    // these nodes pull the image for their own processor, not the one beside it
    assert.equal(coverageOf({ ...offer, unfit: ['linux/386'] }, nodes).state, 'runs');
  });
});

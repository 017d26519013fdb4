import assert from 'node:assert/strict';
import type { ClusterPlatforms, NodeGroup } from '../../../../src/domain/cluster/cluster.ts';
import { coverageOf } from '../../../../src/domain/cluster/coverageOf.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';

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

  it('goes by what the container runtimes of the nodes take from an index', () => {
    const nodes = (pullRelated?: number) => [
      cluster('prod', 'read', group('linux/amd64', 3, pullRelated === undefined ? {} : { pullRelated })),
    ];
    const verdicts = (platforms: readonly string[], pullRelated?: number) =>
      coverageOf({ kind: 'index', platforms }, nodes(pullRelated)).groups.map(({ nodes: count, verdict }) => [
        count,
        verdict,
      ]);
    // test/fixtures/kubernetes/1.36.3-containerd-1.7.24 and -2.1.9: an index with linux/386 alone, and with arm64
    for (const platforms of [['linux/386'], ['linux/386', 'linux/arm64']]) {
      assert.deepEqual(verdicts(platforms), [[3, 'fails']]);
      assert.deepEqual(verdicts(platforms, 3), [[3, 'degraded']]);
      assert.deepEqual(verdicts(platforms, 1), [
        [2, 'fails'],
        [1, 'degraded'],
      ]);
    }
    // in any order, and no level that the processor may lack
    assert.deepEqual(verdicts(['linux/386', 'linux/amd64'], 1), [[3, 'runs']]);
    assert.deepEqual(verdicts(['linux/amd64/v3'], 3), [[3, 'fails']]);
    assert.deepEqual(verdicts(['linux/arm64'], 1), [[3, 'fails']]);
  });

  it('does not judge a platform that it cannot read', () => {
    const odd = cluster('odd', 'read', group('linux/*', 1));
    const { state, groups } = coverageOf({ kind: 'manifest', platforms: ['linux/amd64'] }, [odd]);
    assert.deepEqual([state, groups.map(({ verdict }) => verdict)], ['unknown', ['unknown']]);
  });

  const program = (architecture: string): Inside => ({
    state: 'found',
    programs: [{ program: '/app', format: 'elf', architecture }],
  });

  it('fails where what is pulled starts a program that does not fit', () => {
    const nodes = [cluster('prod', 'read', group('linux/amd64', 12), group('linux/arm64', 3))];
    const offer = { kind: 'index', platforms: ['linux/amd64', 'linux/386', 'linux/arm64'] } as const;
    const { state, groups } = coverageOf({ ...offer, insides: new Map([['linux/amd64', program('arm64')]]) }, nodes);
    assert.equal(state, 'partial');
    assert.deepEqual(groups, [
      { context: 'prod', platform: 'linux/amd64', nodes: 12, verdict: 'fails', how: 'crashes', unfit: true },
      { context: 'prod', platform: 'linux/arm64', nodes: 3, verdict: 'runs' },
    ]);
    // these nodes pull the image for their own processor, not the related one
    assert.equal(coverageOf({ ...offer, insides: new Map([['linux/386', program('arm64')]]) }, nodes).state, 'runs');
  });

  it('goes by the program of a single manifest, which is pulled whatever it says', () => {
    const on = (inside: Inside, label: string, emulated?: readonly string[]) => {
      const nodes = { ...cluster('c', 'read', group('linux/amd64', 1)), local: emulated !== undefined };
      const offer = { kind: 'manifest', platforms: [label], insides: new Map([[label, inside]]) } as const;
      return coverageOf(offer, [nodes], emulated)
        .groups.map(({ verdict, unfit }) => [verdict, unfit])
        .flat();
    };
    assert.deepEqual(on(program('amd64'), 'linux/arm64'), ['runs', undefined]);
    assert.deepEqual(on(program('amd64'), 'windows/amd64'), ['runs', undefined]);
    assert.deepEqual(on(program('arm64'), 'linux/arm64'), ['fails', undefined]);
    assert.deepEqual(on(program('arm64'), 'linux/amd64'), ['fails', true]);
    assert.deepEqual(on(program('arm64'), 'linux/amd64', ['linux/arm64']), ['emulated', undefined]);
    assert.deepEqual(on(program('386'), 'linux/386'), ['degraded', undefined]);
    // the program does not show for which level of the processor it was compiled
    assert.deepEqual(on(program('amd64'), 'linux/amd64/v3'), ['degraded', undefined]);
    assert.deepEqual(on({ state: 'noFirstLine', program: '/start.sh' }, 'linux/amd64'), ['fails', true]);
    assert.deepEqual(on({ state: 'unknown', program: '/app' }, 'linux/amd64'), ['runs', undefined]);
    // without a program, the label decides: a pod may set the command
    assert.deepEqual(on({ state: 'noStart' }, 'linux/amd64'), ['runs', undefined]);
    assert.deepEqual(on({ state: 'noStart' }, 'linux/arm64'), ['fails', undefined]);
  });

  const judged = (
    kind: 'index' | 'manifest',
    platforms: readonly string[],
    node: string,
    emulated?: readonly string[],
  ) => {
    const on = { ...cluster('c', 'read', group(node, 1)), local: emulated !== undefined };
    return coverageOf({ kind, platforms }, [on], emulated).groups.map(({ verdict, how }) => how ?? verdict)[0];
  };

  it('goes by what containerd pulls, and by what the processor makes of it', () => {
    for (const [kind, platforms, node, wanted] of [
      // containerd 2.1 takes no other platform from an index than the node's own
      ['index', ['linux/arm/v7'], 'linux/arm64', 'does-not-pull'],
      ['index', ['linux/386'], 'linux/amd64', 'does-not-pull'],
      ['index', ['linux/arm/v6'], 'linux/arm/v7', 'does-not-pull'],
      ['manifest', ['linux/arm/v7'], 'linux/arm64', 'degraded'],
      ['manifest', ['linux/386'], 'linux/amd64', 'degraded'],
      ['index', ['linux/arm64', 'linux/arm/v7'], 'linux/arm64', 'runs'],
      ['index', ['linux/amd64'], 'linux/386', 'does-not-pull'],
      ['index', ['linux/arm64'], 'linux/arm/v7', 'does-not-pull'],
      // containerd assumes no level; a single manifest is pulled in any case
      ['index', ['linux/amd64/v2'], 'linux/amd64', 'does-not-pull'],
      ['index', ['linux/arm64/v9'], 'linux/arm64', 'does-not-pull'],
      ['manifest', ['linux/amd64/v2'], 'linux/amd64', 'degraded'],
      ['manifest', ['linux/arm64/v9'], 'linux/arm64', 'degraded'],
      ['manifest', ['linux/arm/v8'], 'linux/arm/v7', 'degraded'],
      ['manifest', ['linux/arm64'], 'linux/amd64', 'crashes'],
      ['manifest', ['darwin/amd64'], 'linux/amd64', 'crashes'],
      ['index', ['windows/amd64'], 'linux/amd64', 'does-not-pull'],
      ['index', [], 'linux/amd64', 'does-not-pull'],
      // the platform of a manifest is unknown if its configuration does not contain it
      ['manifest', [], 'linux/amd64', 'unknown'],
      ['index', ['linux/constructor', 'linux/__proto__'], 'linux/amd64', 'does-not-pull'],
    ] as const) {
      assert.equal(judged(kind, platforms, node), wanted, `${kind} of ${platforms.join()} on ${node}`);
    }
  });

  it('takes emulators into account on this machine alone, and only where nothing better is there', () => {
    const amd64 = ['linux/amd64', 'linux/386'];
    assert.equal(judged('manifest', ['linux/amd64'], 'linux/arm64', amd64), 'emulated');
    assert.equal(judged('manifest', ['linux/amd64'], 'linux/arm64'), 'crashes');
    assert.equal(judged('manifest', ['linux/s390x'], 'linux/arm64', amd64), 'crashes');
    const elsewhere = cluster('c', 'read', group('linux/arm64', 1));
    assert.equal(coverageOf({ kind: 'manifest', platforms: ['linux/amd64'] }, [elsewhere], amd64).state, 'fails');
    assert.equal(judged('index', ['linux/amd64', 'linux/arm64'], 'linux/arm64', amd64), 'runs');
  });

  it('ignores Windows nodes, nodes that are not eligible, and unknown ones', () => {
    const one = cluster(
      'c',
      'read',
      group('windows/amd64', 3),
      group('linux/arm64', 0, { nodes: 4 }),
      group('unknown', 2),
    );
    assert.deepEqual(coverageOf({ kind: 'index', platforms: ['linux/amd64'] }, [one]), {
      state: 'unknown',
      groups: [],
    });
  });
});

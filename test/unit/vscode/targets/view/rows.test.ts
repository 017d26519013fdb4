import assert from 'node:assert/strict';
import type { ClusterPlatforms, NodeGroup } from '../../../../../src/domain/cluster/cluster.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { builderChoice } from '../../../../../src/vscode/builders/builderChoice.ts';
import type { ChosenCluster } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import { targetsOf } from '../../../../../src/domain/cluster/chosen/targetsOf.ts';
import {
  childrenOf,
  rootsOf,
  viewState,
  type PlatformsState,
} from '../../../../../src/vscode/targets/view/children.ts';
import type { PlatformsElement } from '../../../../../src/vscode/targets/view/elements.ts';
import { itemOf } from '../../../../../src/vscode/targets/view/items/itemOf.ts';
import { makeable } from '../../../../../src/domain/builder/platforms/makeable.ts';
import { withTicks } from '../../../../../src/vscode/targets/view/withTicks.ts';
import { clusterTargets } from '../../../../../src/domain/cluster/chosen/clusterTargets.ts';
import { farm } from '../../../builders.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const hours = 3_600_000;

const group = (platform: string, nodes: number, more: Partial<NodeGroup> = {}): NodeGroup => ({
  platform,
  nodes,
  eligible: nodes,
  taints: [],
  ineligible: [],
  ...more,
});
const read = (context: string, ...groups: NodeGroup[]): ClusterPlatforms => ({
  context,
  state: 'read',
  local: false,
  groups,
});
const chosen = (known: ClusterPlatforms, more: Partial<ChosenCluster> = {}): ChosenCluster => ({
  context: known.context,
  known,
  at: now - hours,
  readAt: known.state === 'read' ? now - hours : undefined,
  asking: false,
  gone: false,
  ...more,
});
const forbidden: ClusterPlatforms = {
  context: 'forbidden',
  state: 'forbidden',
  problem: diagnosisOf('clusterForbidden', { context: 'forbidden' }),
  local: false,
  groups: [],
};
const prod = chosen(
  read(
    'prod',
    group('linux/amd64', 15, {
      eligible: 12,
      taints: ['dedicated=db:NoSchedule'],
      ineligible: [
        { reason: 'cordoned', nodes: 2 },
        { reason: 'untoleratedTaint', nodes: 1, taint: 'dedicated=db:NoSchedule' },
      ],
    }),
  ),
);
const mixed = chosen(read('mixed', group('linux/arm64', 3), group('linux/amd64', 1)));

function stateOf(
  clusters: readonly ChosenCluster[],
  byHand: readonly string[] = [],
  more: Partial<PlatformsState> = {},
) {
  const needed = clusterTargets(clusters.flatMap(({ known }) => known ?? []));
  return {
    chosen: clusters,
    needed,
    targets: targetsOf(byHand, needed),
    builder: undefined,
    makeable: [],
    image: undefined,
    since: now - 2 * hours,
    othersOpen: false,
    ...more,
  } satisfies PlatformsState;
}

function withBuilder(...nodes: readonly string[]): Pick<PlatformsState, 'builder' | 'makeable'> {
  const builder = farm(...nodes);
  return { builder: builderChoice(builder, undefined), makeable: makeable(builder) };
}

/** The text of the rows, with the children of expanded or named ones. */
function shown(elements: readonly PlatformsElement[], open: readonly string[] = []): readonly string[] {
  return elements.flatMap((element) => {
    const { label, description = '', check, children } = itemOf(element, now);
    const box = check ? (check.checked ? '[x] ' : '[ ] ') : '';
    const line = [`${box}${label}`, description].filter(Boolean).join(': ');
    const below = children === 'expanded' || open.includes(label) ? shown(childrenOf(element), open) : [];
    return [line, ...below.map((each) => `  ${each}`)];
  });
}

describe('the rows of the view of platforms', () => {
  it('tell who needs a platform, and which nodes take it', () => {
    assert.deepEqual(shown(rootsOf(stateOf([prod, mixed])), ['linux/amd64', 'mixed']), [
      '[x] linux/amd64: prod: 12 nodes · mixed: 1 node',
      '  prod: 12 of 15 nodes · 2 cordoned · 1 tainted',
      '  mixed: 1 node',
      '  Builder not checked yet',
      '  No push yet',
      '[x] linux/arm64: mixed: 3 nodes',
      'prod: 12 nodes · amd64',
      'mixed: 4 nodes · arm64, amd64',
      '  linux/arm64: 3 nodes',
      '  linux/amd64: 1 node',
    ]);
  });

  it('count the clusters where there are many', () => {
    const many = ['a', 'b', 'c'].map((context) => chosen(read(context, group('linux/amd64', 2))));
    assert.equal(shown(rootsOf(stateOf(many)))[0], '[x] linux/amd64: a: 2 nodes · 2 more clusters');
  });

  it('show how the builder builds a platform, and collapse unneeded ones', () => {
    const state = stateOf([mixed], [], withBuilder('linux/amd64 linux/amd64/v2 linux/arm64 linux/386 linux/s390x-'));
    assert.deepEqual(shown(rootsOf(state), ['Other platforms']), [
      '[x] linux/arm64: emulated · mixed: 3 nodes',
      '[x] linux/amd64: native · mixed: 1 node',
      'Other platforms: supported by farm',
      '  [ ] linux/386: native',
      'mixed: 4 nodes · arm64, amd64',
    ]);
  });

  it('warn of platforms that are needed but not built, and mark unneeded ones', () => {
    const [byHand, ...rows] = rootsOf(stateOf([mixed], ['linux/amd64', 'riscv64']));
    assert.equal(itemOf(byHand!, now).contextValue, 'byHand');
    assert.deepEqual(shown(rows).slice(0, 3), [
      '[ ] linux/arm64: not built · mixed: 3 nodes',
      '[x] linux/amd64: mixed: 1 node',
      '[x] linux/riscv64: not needed by any cluster',
    ]);
    assert.equal(itemOf(rows[0]!, now).icon, 'warning');
    assert.notEqual(itemOf(rows[1]!, now).icon, 'warning');
  });

  it('do not mark a platform as unneeded before every cluster has responded', () => {
    const rows = shown(rootsOf(stateOf([mixed, chosen(forbidden)], ['linux/riscv64'])));
    assert.ok(rows.includes('[x] linux/riscv64'));
  });

  it('tell whether the last push has a platform', () => {
    const image = {
      image: 'registry.example.com/team/app:1.0',
      digest: `sha256:${'a'.repeat(64)}`,
      kind: 'index',
      platforms: ['linux/amd64'],
      at: now - 3 * hours,
    } as const;
    assert.deepEqual(shown(rootsOf(stateOf([mixed], [], { image })), ['linux/arm64']).slice(0, 5), [
      '[x] linux/arm64: mixed: 3 nodes · not in app:1.0',
      '  mixed: 3 nodes',
      '  Builder not checked yet',
      '  app:1.0: does not contain it · pushed 3 hours ago',
      '[x] linux/amd64: mixed: 1 node · in app:1.0',
    ]);
  });

  it('say what is wrong with a cluster, and what can be done', () => {
    const rows = rootsOf(stateOf([chosen(forbidden)]));
    assert.deepEqual(shown(rows), [
      'Defaults until clusters respond',
      '[x] linux/amd64',
      '[x] linux/arm64',
      'forbidden: no permission to list nodes',
      '  Declare Platforms…',
      '  Try Again',
    ]);
    const cluster = rows.at(-1)!;
    assert.equal(itemOf(cluster, now).contextValue, 'cluster declarable');
    assert.deepEqual(itemOf(childrenOf(cluster)[0]!, now).command, {
      id: 'multiarch.cluster.declarePlatforms',
      argument: { kind: 'cluster', context: 'forbidden' },
    });
    assert.equal(itemOf(rootsOf(stateOf([mixed])).at(-1)!, now).contextValue, 'cluster');
  });

  it('show what was declared in place of an answer', () => {
    const declared = chosen({ ...forbidden, state: 'declared', groups: [group('linux/arm64', 0)] });
    assert.deepEqual(shown(rootsOf(stateOf([declared])), ['forbidden']), [
      '[x] linux/arm64: forbidden: declared',
      'forbidden: declared: arm64',
      '  linux/arm64: declared',
    ]);
  });

  it('show an answer of an earlier session with its age, and that a query is running', () => {
    const state = { ...stateOf([mixed]), since: now };
    assert.equal(shown(rootsOf(state)).at(-1), 'mixed: 4 nodes · arm64, amd64 · 1 hour ago');
    const asking = { ...mixed, asking: true };
    assert.equal(shown(rootsOf({ ...state, chosen: [asking] })).at(-1), 'mixed: 4 nodes · arm64, amd64 · checking…');
    const first = { ...mixed, known: undefined, at: undefined, asking: true };
    assert.equal(shown(rootsOf({ ...state, chosen: [first] })).at(-1), 'mixed: checking…');
    const never = { ...first, asking: false };
    assert.equal(shown(rootsOf({ ...state, chosen: [never] })).at(-1), 'mixed: not checked yet');
  });

  it('keep the nodes of a cluster that does not answer now, with their age', () => {
    const problem = diagnosisOf('clusterUnreachable', { context: 'mixed', reason: 'timeout' });
    const lost = chosen({ ...mixed.known!, state: 'unreachable', problem }, { readAt: now - 3 * hours });
    const rows = rootsOf(stateOf([lost]));
    assert.deepEqual(shown(rows), [
      '[x] linux/arm64: mixed: 3 nodes',
      '[x] linux/amd64: mixed: 1 node',
      'mixed: cannot be reached · last checked 3 hours ago',
      '  linux/arm64: 3 nodes',
      '  linux/amd64: 1 node',
      '  Timed out waiting for mixed.',
      '  Try Again',
      '  Declare Platforms…',
    ]);
    assert.equal(itemOf(rows.at(-1)!, now).spoken, 'Cluster mixed: cannot be reached, last checked 3 hours ago');
  });

  it('say that a context is gone', () => {
    assert.deepEqual(shown(rootsOf(stateOf([{ ...mixed, gone: true }]))).slice(2), [
      'mixed: no longer in the kubeconfig',
      '  linux/arm64: 3 nodes',
      '  linux/amd64: 1 node',
      '  Choose Clusters…',
      '  Try Again',
    ]);
  });

  it('need nothing of nodes that take no images, and all that a pool can grow', () => {
    const tainted = { reason: 'untoleratedTaint', nodes: 2, taint: 'arch=arm64:NoSchedule' } as const;
    const gke = chosen(
      read(
        'gke',
        group('linux/arm64', 2, { eligible: 0, taints: [tainted.taint], ineligible: [tainted] }),
        group('linux/s390x', 0, { pools: ['mainframe'] }),
        group('unknown', 1, { eligible: 0, ineligible: [{ reason: 'unknownPlatform', nodes: 1 }] }),
      ),
    );
    const rows = rootsOf(stateOf([gke]));
    assert.deepEqual(shown(rows, ['gke']), [
      '[x] linux/s390x: gke: a node pool can grow',
      'gke: a node pool can grow · s390x',
      '  linux/arm64: 0 of 2 nodes · 2 tainted',
      '  linux/s390x: a node pool can grow',
      '  Unknown platform: 0 of 1 node · 1 with unknown platform',
    ]);
    const [arm] = childrenOf(rows.at(-1)!);
    assert.ok(
      itemOf(arm!, now).tooltip?.some((line) => line === '2 nodes: no workload here tolerates arch=arm64:NoSchedule'),
    );
    const none = chosen(read('gke', group('linux/arm64', 2, { eligible: 0, ineligible: [tainted] })));
    assert.equal(shown(rootsOf(stateOf([none]))).at(-1), 'gke: none of its 2 nodes is eligible');
  });

  it('have ids of their own', () => {
    const state = stateOf([prod, mixed, chosen(forbidden)], ['linux/amd64'], withBuilder('linux/amd64 linux/386'));
    const all = (elements: readonly PlatformsElement[]): readonly PlatformsElement[] =>
      elements.flatMap((element) => [element, ...all(childrenOf(element))]);
    const ids = all(rootsOf(state)).flatMap((element) => itemOf(element, now).id ?? []);
    assert.ok(ids.length > 10);
    assert.deepEqual(ids, [...new Set(ids)]);
  });
});

describe('the view of platforms', () => {
  it('has a welcome text only where nothing was chosen and nothing set', () => {
    assert.equal(viewState(stateOf([])), 'noCluster');
    assert.equal(viewState(stateOf([], ['linux/arm64'])), 'shown');
    assert.equal(viewState(stateOf([chosen(forbidden)])), 'shown');
  });

  it('keeps the order of platforms when boxes are ticked', () => {
    const both = ['linux/amd64', 'linux/arm64'];
    assert.deepEqual(withTicks(both, [{ platform: 'linux/amd64', checked: false }]), ['linux/arm64']);
    assert.deepEqual(withTicks(both, [{ platform: 'linux/386', checked: true }]), [...both, 'linux/386']);
    assert.deepEqual(withTicks(both, [{ platform: 'linux/amd64', checked: true }]), both);
    assert.deepEqual(
      withTicks(
        both,
        both.map((platform) => ({ platform, checked: false })),
      ),
      [],
    );
  });
});

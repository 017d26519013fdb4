import assert from 'node:assert/strict';
import type { Item } from '../../../../../src/vscode/shared/tree/item.ts';
import { spokenName, treeItem } from '../../../../../src/vscode/shared/tree/item.ts';
import type { BuildersElement } from '../../../../../src/vscode/builders/view/elements.ts';
import { itemOf as builderRow } from '../../../../../src/vscode/builders/view/items/itemOf.ts';
import { imageElement } from '../../../../../src/vscode/images/view/children.ts';
import type { ImagesElement } from '../../../../../src/vscode/images/view/elements.ts';
import { itemOf as imageRow } from '../../../../../src/vscode/images/view/items/itemOf.ts';
import type { PlatformsElement, TargetElement } from '../../../../../src/vscode/targets/view/elements.ts';
import { itemOf as targetRow } from '../../../../../src/vscode/targets/view/items/itemOf.ts';
import { digest, inspected, named } from '../../../../support/sampleImages.ts';
import { cluster, group, workload as use } from '../../../../support/sampleClusters.ts';
import { podOf, workload } from '../../../../support/sampleWorkloads.ts';
import { verdictsOn } from '../../../../support/verdicts.ts';
import { inVscode } from '../../../../support/vscode/session.ts';
import { farm } from '../../../builders.ts';

const id = 'r.io/team/app:1';
const image = inspected(id, ['linux/amd64']);
const prod = cluster('prod', group('linux/amd64', 2));
const shown = imageElement(
  { named: named(id), image, at: 0, reading: false, overtaken: false, error: undefined },
  { verdicts: verdictsOn([prod]) },
);
const message = { kind: 'message', text: 'Cannot connect to prod.', icon: 'error' } as const;
const running = { pod: podOf('a', digest('aa')), verdict: 'current', digest: digest('aa') } as const;

/** One row of each kind: the compiler reports a kind that is missing here. */
const images: Readonly<Record<ImagesElement['kind'], ImagesElement>> = {
  repository: { kind: 'repository', repository: 'r.io/team/app', images: [shown] },
  image: shown,
  platform: { kind: 'platform', id, image: image.images[0]!, needs: [], facts: {} },
  missing: { kind: 'missing', id, platform: 'linux/arm64', how: 'does-not-pull', needs: [] },
  use: {
    kind: 'use',
    id,
    index: 0,
    fate: { use: use(id, 'web'), state: 'runs', groups: [], isNowhere: false },
  },
  engine: { kind: 'engine', id, context: 'colima', image },
  others: { kind: 'others', id, entries: [{ digest: digest('dd'), mediaType: 'x/y' }] },
  part: { kind: 'part', id, label: 'Layer 1', icon: 'layers', digest: digest('bb'), size: 1000, details: [] },
  message,
  inClusters: { kind: 'inClusters', id, repository: 'r.io/team/app', contexts: ['prod', 'dev'] },
  workload: {
    kind: 'workload',
    id,
    context: 'prod',
    severalContexts: true,
    use: { workload: workload(), pods: [running], references: [], pinned: false, keepsTag: false },
    troubles: [],
    withoutPods: false,
  },
  pod: { kind: 'pod', id, context: 'prod', use: running },
};

const builder = farm('linux/amd64');
const [node] = builder.nodes;
const builders: Readonly<Record<BuildersElement['kind'], BuildersElement>> = {
  builder: { kind: 'builder', builder },
  contexts: { kind: 'contexts', builders: [builder] },
  node: { kind: 'node', builder, node: node! },
  platform: { kind: 'platform', builder, node: node!, own: node!.platforms[0]! },
  history: { kind: 'history', builder },
  record: {
    kind: 'record',
    builder,
    record: { ref: 'farm/farm0/x', name: 'app', state: 'failed', totalSteps: 4, cachedSteps: 2 },
  },
  message,
};

const target: TargetElement = {
  kind: 'target',
  platform: 'linux/amd64',
  checked: true,
  among: ['linux/amd64'],
  chosen: [prod],
  needs: [],
  other: false,
  builder: undefined,
  image: undefined,
};
const targets: Readonly<Record<PlatformsElement['kind'], PlatformsElement>> = {
  byHand: { kind: 'byHand', needed: [] },
  target,
  others: { kind: 'others', builder: 'farm', open: false, targets: [] },
  cluster: { kind: 'cluster', context: 'prod', cluster: prod, earlier: false },
  group: { kind: 'group', below: 'cluster', context: 'prod', state: 'read', group: group('linux/amd64', 2) },
  builder: { kind: 'builder', target },
  image: { kind: 'image', target },
  action: { kind: 'action', label: 'Log In', icon: 'terminal', command: 'x', context: 'prod' },
  message,
};

const spoken = <K extends string, E>(elements: Readonly<Record<K, E>>, itemOf: (element: E) => Item) =>
  Object.fromEntries(Object.entries<E>(elements).map(([kind, element]) => [kind, String(spokenName(itemOf(element)))]));

describe('what a screen reader says of a row', () => {
  inVscode();
  const items = [
    ...Object.values(images).map((element) => imageRow(element, 0)),
    ...Object.values(builders).map((element) => builderRow(element, { name: 'farm', by: 'docker' }, 0)),
    ...Object.values(targets).map((element) => targetRow(element, 0)),
  ];

  it('is said of every kind of row, without signs that only separate', () => {
    for (const item of items) {
      const { label } = treeItem(item).accessibilityInformation ?? {};
      assert.ok(label !== undefined && label.trim() !== '', item.label);
      assert.doesNotMatch(label, / · |undefined|sha256:/, item.label);
      assert.ok(label.includes(item.label) || item.spoken !== undefined, item.label);
    }
  });

  it('says what the row is, and the state that its icon shows', () => {
    assert.deepEqual(
      spoken(images, (element) => imageRow(element, 0)),
      {
        repository: 'Images of r.io/team/app',
        image: 'Image r.io/team/app:1: amd64, 10 MB, Runs on all eligible nodes of the selected clusters.',
        platform: 'Platform linux/amd64: 10 MB',
        missing: 'Platform linux/arm64: missing',
        use: 'Deployment web: runs',
        engine: 'Docker engine: colima',
        others: 'Other entries: 1',
        part: 'Layer 1: 1 kB',
        message: 'Error: Cannot connect to prod.',
        inClusters: 'In the clusters: prod, dev',
        workload: 'Deployment web: 1 of 1 pod uses the pushed image, prod, shop',
        pod: 'Pod web-h-a: uses the pushed image',
      },
    );
    assert.deepEqual(
      spoken(builders, (element) => builderRow(element, { name: 'farm', by: 'docker' }, 0)),
      {
        builder: 'Builder farm: in use, running, remote',
        contexts: 'Docker contexts: farm',
        node: 'Node farm0: running, tcp://farm0.example.com:1234',
        platform: 'Platform linux/amd64: native',
        history: 'Build history',
        record: 'app: failed, 50% cached',
        message: 'Error: Cannot connect to prod.',
      },
    );
  });
});

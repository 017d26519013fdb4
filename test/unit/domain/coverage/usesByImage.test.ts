import assert from 'node:assert/strict';
import { builtUses } from '../../../../src/domain/coverage/builtUses.ts';
import type { ImageUse } from '../../../../src/domain/coverage/imageUse.ts';
import { noUses, restoreUses, storeUses } from '../../../../src/domain/coverage/storedUses.ts';
import { usesByImage } from '../../../../src/domain/coverage/usesByImage.ts';
import { anywhere, readPlacement } from '../../../../src/domain/workload/placement.ts';

const use = (image: string, name: string, more: Partial<ImageUse> = {}): ImageUse => ({
  image,
  kind: 'Deployment',
  name,
  placement: anywhere,
  ...more,
});
const names = (uses: readonly ImageUse[]) => uses.map(({ name }) => name);
const found = usesByImage([
  use('app:1', 'one'),
  use('docker.io/library/app:2', 'two'),
  use('app', 'latest'),
  use('registry.test/db@sha256:'.padEnd(88, 'a'), 'pinned'),
  use('-x', 'odd'),
  use('sidecar:1', 'running', { context: 'prod' }),
]);

describe('the workloads of an image', () => {
  it('are those that name its tag', () => {
    assert.deepEqual(names(found.of('docker.io/library/app:1')), ['one']);
    assert.deepEqual(names(found.of('docker.io/library/app:latest')), ['latest']);
    assert.deepEqual(names(found.of('registry.test/db@sha256:'.padEnd(88, 'a'))), ['pinned']);
  });

  it('are those of its other tags where none names it', () => {
    assert.deepEqual(names(found.of('app:3')), ['one', 'two', 'latest']);
    assert.deepEqual(names(found.of('registry.test/db:1')), ['pinned']);
    assert.deepEqual(names(found.of('other')), []);
    assert.deepEqual(names(found.of('-x')), ['odd']);
    assert.deepEqual(names(found.of('-y')), []);
  });
});

describe('the workloads that decide about builds here', () => {
  it('are those of the images that are built here, each once', () => {
    assert.deepEqual(names(builtUses(found, ['app:7', 'app:8'])), ['one', 'two', 'latest']);
    assert.deepEqual(names(builtUses(found, ['sidecar'])), ['running']);
    assert.deepEqual(builtUses(found, ['unused']), []);
  });

  it('are all of the files where no name is known', () => {
    assert.deepEqual(names(builtUses(found, [])), ['one', 'two', 'latest', 'pinned', 'odd']);
  });
});

describe('the workloads of a workspace in the next session', () => {
  const placement = readPlacement(
    {
      nodeName: 'n',
      nodeSelector: { a: 'b' },
      tolerations: [{ key: 'a', operator: 'Exists' }],
      schedulingGates: [{ name: 'g' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
          },
        },
      },
    },
    { daemonSet: true },
  );
  const uses = { uses: [use('app:1', 'one', { placement })], tolerations: placement.tolerations, built: ['app'] };

  it('are the same', () => {
    assert.deepEqual(restoreUses(JSON.parse(JSON.stringify(storeUses(uses)))), uses);
  });

  it('are unknown if another version stored something else, or if there are too many', () => {
    for (const value of [undefined, 7, { uses: [7] }, { ...uses, uses: [{ image: 'a' }] }]) {
      assert.deepEqual(restoreUses(value), noUses);
    }
    const many = Array.from({ length: 5000 }, (_, index) => use(`app:${index}`, 'one', { placement }));
    assert.equal(storeUses({ ...uses, uses: many }), undefined);
  });
});

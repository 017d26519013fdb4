import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilderStore } from '../../../../../src/services/builders/listing/store.ts';

/** Written by buildx 0.29.1. */
const written = fileURLToPath(new URL('../../../../fixtures/buildx/0.29.1/store', import.meta.url));

describe('the files of buildx', () => {
  let folder: string;
  const store = () => createBuilderStore({ BUILDX_CONFIG: folder });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are none where there is no folder', async () => {
    folder = path.join(folder, 'nowhere');
    assert.deepEqual(await store().read(), { builders: [], damaged: [], choice: undefined });
  });

  it('are the builders, the choice, and the time of the last use under the name as it was given', async () => {
    await cp(path.join(written, 'instances'), path.join(folder, 'instances'), { recursive: true });
    await cp(path.join(written, 'current-builder'), path.join(folder, 'current'));
    await mkdir(path.join(folder, 'activity'));
    await writeFile(path.join(folder, 'activity/Farm'), '2026-11-23T23:22:44Z');
    const { builders, damaged, choice } = await store().read();
    assert.deepEqual(
      builders.map(({ name, lastActivity }) => [name, lastActivity]),
      [
        ['Farm', '2026-11-23T23:22:44Z'],
        ['idle', undefined],
      ],
    );
    assert.deepEqual([damaged, choice?.name], [[], 'idle']);
    assert.equal((await store().find('FARM'))?.name, 'Farm');
  });

  it('are damaged where they break off, are folders, or name another builder', async () => {
    const instances = path.join(folder, 'instances');
    await mkdir(path.join(instances, 'folder'), { recursive: true });
    await writeFile(path.join(instances, 'broken'), '{"Name":"broken","Dri');
    await cp(path.join(written, 'instances/farm'), path.join(instances, 'other'));
    const { builders, damaged } = await store().read();
    assert.deepEqual(builders, []);
    assert.deepEqual(
      damaged,
      ['broken', 'folder', 'other'].map((name) => ({ name, file: path.join(instances, name) })),
    );
  });

  it('are looked for nowhere else, whatever the name', async () => {
    await mkdir(path.join(folder, 'instances'));
    await cp(path.join(written, 'instances/farm'), path.join(folder, 'farm'));
    assert.equal(await store().find('../farm'), undefined);
    assert.equal(await store().find(''), undefined);
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDocumentCache } from '../../../../src/services/registry/documentCache.ts';

const digestOf = (text: string, algorithm = 'sha256') =>
  `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;
const app = { domain: 'registry.example', path: 'team/app' };
const other = { domain: 'registry.example', path: 'team/other' };

describe('what is kept of registries on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'documents-')), 'registry');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  it('is there for another window, and for its own repository alone', async () => {
    assert.equal(await createDocumentCache(folder).has(app), false);
    for (const algorithm of ['sha256', 'sha512']) {
      await createDocumentCache(folder).set(app, digestOf('{}', algorithm), Buffer.from('{}'));
      const cache = createDocumentCache(folder);
      assert.equal((await cache.get(app, digestOf('{}', algorithm)))?.toString(), '{}');
      assert.equal(await cache.get(other, digestOf('{}', algorithm)), undefined);
      assert.deepEqual([await cache.has(app), await cache.has(other)], [true, false]);
    }
  });

  it('is found by a digest alone, and nothing else is touched', async () => {
    const secret = path.join(path.dirname(folder), 'secret');
    await writeFile(secret, '{}');
    const cache = createDocumentCache(folder);
    for (const name of [
      'sha256:../../secret',
      '../../secret',
      'sha256:/../../../secret',
      'md5:x',
      '',
      `sha256:${'A'.repeat(64)}`,
    ]) {
      assert.equal(await cache.get(app, name), undefined, name);
      await cache.set(app, name, Buffer.from('{}'));
    }
    assert.equal(await readFile(secret, 'utf8'), '{}');
    await assert.rejects(stat(folder));
  });

  it('is made when something is to be kept and not before, for its user alone', async () => {
    const cache = createDocumentCache(folder);
    await cache.get(app, digestOf('{}'));
    await assert.rejects(stat(folder));
    await cache.set(app, digestOf('{}'), Buffer.from('{}'));
    if (process.platform !== 'win32') {
      assert.equal((await stat(folder)).mode & 0o077, 0);
    }
  });

  it('is never something else than what its digest names', async () => {
    const cache = createDocumentCache(folder);
    await cache.set(app, digestOf('{}'), Buffer.from('{"else":1}'));
    await assert.rejects(stat(folder));
    await cache.set(app, digestOf('{}'), Buffer.from('{}'));
    const [file] = await files();
    const damaged = path.join(file!.parentPath, file!.name);
    await writeFile(damaged, '{"half":');
    assert.equal(await cache.get(app, digestOf('{}')), undefined);
    assert.deepEqual(await files(), []);
    await cache.set(app, digestOf('{}'), Buffer.from('{}'));
    assert.equal(await readFile(damaged, 'utf8'), '{}');
  });

  it('loses the oldest where it is too much, in number and in bytes', async () => {
    for (const bounds of [
      { files: 5, bytes: 1e6 },
      { files: 100, bytes: 50 },
    ]) {
      await rm(folder, { recursive: true, force: true });
      const cache = createDocumentCache(folder, bounds);
      for (let index = 0; index < 6; index++) {
        const text = `{"index":${index}}`;
        await cache.set(app, digestOf(text), Buffer.from(text));
        const name = digestOf(text).replace(':', '-');
        const file = (await files()).find((entry) => entry.name === name);
        if (file) {
          await utimes(path.join(file.parentPath, file.name), index, index);
        }
      }
      assert.equal((await files()).length, 4);
      assert.equal(await cache.get(app, digestOf('{"index":0}')), undefined);
      assert.ok(await cache.get(app, digestOf('{"index":5}')));
    }
  });

  it('counts what other windows keep', async () => {
    for (let index = 0; index < 5; index++) {
      await createDocumentCache(folder).set(app, digestOf(`{"a":${index}}`), Buffer.from(`{"a":${index}}`));
    }
    await createDocumentCache(folder, { files: 5, bytes: 1e6 }).set(app, digestOf('{}'), Buffer.from('{}'));
    assert.equal((await files()).length, 4);
  });

  it('is written by several windows at once, and too much for a file is left out', async () => {
    const text = '{"many":true}';
    await Promise.all(
      Array.from({ length: 20 }, () => createDocumentCache(folder).set(app, digestOf(text), Buffer.from(text))),
    );
    assert.equal((await files()).length, 1);
    const large = 'x'.repeat(1024 * 1024 + 1);
    await createDocumentCache(folder).set(app, digestOf(large), Buffer.from(large));
    assert.equal((await files()).length, 1);
  });

  it('is nothing to wait for where nothing can be written', async () => {
    const blocked = path.join(path.dirname(folder), 'file');
    await writeFile(blocked, '');
    const cache = createDocumentCache(path.join(blocked, 'registry'));
    await cache.set(app, digestOf('{}'), Buffer.from('{}'));
    assert.equal(await cache.get(app, digestOf('{}')), undefined);
  });
});

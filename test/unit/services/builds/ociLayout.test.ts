import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readLayout } from '../../../../src/services/builds/ociLayout.ts';
import { skipBecause } from '../../../support/skip.ts';
import { descriptor, digestOf, indexOf, types } from '../../../support/ociDocuments.ts';

const manifestOf = (config: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(config, types.config),
    layers: [],
  });
const config = JSON.stringify({ os: 'linux', architecture: 'arm64' });
const manifest = manifestOf(config);

describe('an OCI layout on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'layout-'));
    await mkdir(path.join(folder, 'layout/blobs/sha256'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const layout = () => path.join(folder, 'layout');
  const blob = (body: string | Buffer) => path.join(layout(), 'blobs', digestOf(body).replace(':', '/'));
  /** A layout with these, whose index lists the first one. */
  async function holding(...bodies: readonly (string | Buffer)[]): Promise<string> {
    for (const body of bodies) {
      await writeFile(blob(body), body);
    }
    const [first = ''] = bodies;
    const type = first.includes('"manifests"') ? types.index : types.manifest;
    await writeFile(path.join(layout(), 'index.json'), indexOf([descriptor(first, type)]));
    return digestOf(first);
  }
  const platforms = async (wanted?: string) =>
    (await readLayout(layout(), wanted)).images.map(({ platform }) => platform);

  it('is described by its bytes, with what it has', async () => {
    const index = indexOf([descriptor(manifest, types.manifest), descriptor('missing', types.manifest)]);
    const digest = await holding(index, manifest, config);
    const image = await readLayout(layout());
    assert.equal(image.digest, digest);
    assert.deepEqual(await platforms(digest), ['linux/arm64']);
    assert.deepEqual(await platforms(digestOf(manifest)), ['linux/arm64']);
  });

  it('keeps the digest of a manifest that is no UTF-8', async () => {
    const body = Buffer.from(manifest.replace('"layers":[]', '"layers":[],"annotations":{"a":"\u00ff"}'), 'latin1');
    const digest = await holding(body, config);
    assert.equal((await readLayout(layout())).digest, digest);
  });

  it('is none where it holds nothing, nonsense, or what is no image', async () => {
    await assert.rejects(readLayout(layout()));
    for (const text of ['', 'null', '[]', '{}', '{"manifests":{}}', '{"manifests":[{"digest":7}]}', indexOf([])]) {
      await writeFile(path.join(layout(), 'index.json'), text);
      await assert.rejects(readLayout(layout()), /holds no image/, text);
    }
    await holding('{"neither":1}');
    await assert.rejects(readLayout(layout()), /is no image manifest/);
    await assert.rejects(readLayout(layout(), 'sha256:../../../secret'), /is no digest/);
  });

  it('attack: blobs of a layout are not what they are named', async () => {
    const index = indexOf([descriptor(manifest, types.manifest)]);
    await holding(index, manifest, config);
    await writeFile(blob(config), JSON.stringify({ os: 'windows', architecture: 'amd64' }));
    await assert.rejects(readLayout(layout()), /holds something else/);
    await writeFile(blob(index), indexOf([]));
    await assert.rejects(readLayout(layout()), /holds something else/);
  });

  it('attack: a layout leads out of its folder by links', async () => {
    const secret = path.join(folder, 'secret');
    await mkdir(secret);
    await holding(manifest, config);
    for (const [inside, outside] of [
      [blob(manifest), path.join(secret, 'manifest')],
      [path.join(layout(), 'index.json'), path.join(secret, 'index')],
    ] as const) {
      await writeFile(outside, inside.endsWith('json') ? indexOf([descriptor(manifest, types.manifest)]) : manifest);
      await rm(inside);
      await symlink(outside, inside);
      await assert.rejects(readLayout(layout()), /lies outside/);
      await rm(inside);
      await holding(manifest, config);
    }
    await rm(path.join(layout(), 'blobs'), { recursive: true });
    await mkdir(path.join(secret, 'sha256'));
    await writeFile(path.join(secret, digestOf(manifest).replace(':', '/')), manifest);
    await symlink(secret, path.join(layout(), 'blobs'));
    await assert.rejects(readLayout(layout()), /lies outside/);
    // the folder itself may be a link
    await rm(path.join(layout(), 'blobs'));
    await mkdir(path.join(layout(), 'blobs/sha256'), { recursive: true });
    await holding(manifest, config);
    await symlink(layout(), path.join(folder, 'link'));
    assert.equal((await readLayout(path.join(folder, 'link'))).images.length, 1);
  });

  it('attack: an index or a blob of a layout has no end', async function () {
    await holding(manifest, config);
    await truncate(path.join(layout(), 'index.json'), 2 ** 33);
    await assert.rejects(readLayout(layout()), /at most 4194304 bytes/);
    await holding(manifest, config);
    await truncate(blob(manifest), 2 ** 33);
    await assert.rejects(readLayout(layout()), /at most 4194304 bytes/);
    if (process.platform === 'win32') {
      skipBecause(this, 'Windows has no named pipes in folders');
    }
    await rm(blob(manifest));
    execFileSync('/usr/bin/mkfifo', [blob(manifest)]);
    await assert.rejects(readLayout(layout()), /at most 4194304 bytes/);
  });

  it('attack: a layout names more than any image has', async () => {
    const configs = Array.from({ length: 600 }, (_, index) =>
      JSON.stringify({ os: 'linux', architecture: `a${index}` }),
    );
    const many = configs.map(manifestOf);
    await holding(indexOf(many.map((body) => descriptor(body, types.manifest))), ...many, ...configs);
    await assert.rejects(readLayout(layout()), /more than 500/);
    let inner = indexOf([]);
    const bodies = [inner];
    for (let level = 0; level < 4; level++) {
      inner = indexOf(Array.from({ length: 1000 }, () => descriptor(inner, types.index)));
      bodies.unshift(inner);
    }
    await holding(...bodies);
    await assert.rejects(readLayout(layout()), /more than 50000 entries/);
    let deep = indexOf([descriptor(manifest, types.manifest)]);
    const nested = [deep, manifest, config];
    for (let level = 0; level < 50; level++) {
      deep = indexOf([descriptor(deep, types.index)]);
      nested.unshift(deep);
    }
    await holding(...nested);
    const image = await readLayout(layout());
    assert.deepEqual([image.images.length, image.other.length], [0, 1]);
  });
});

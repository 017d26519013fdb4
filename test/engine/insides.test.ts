import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Inside } from '../../src/domain/inside/inside.ts';
import { createInsides } from '../../src/services/insides/insides.ts';
import { startRegistry } from '../bed/engine/registry.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { layerOf, type LayerEntries } from '../support/layers.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { layerImages, type StoredLayer } from './layerImages.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

function told(inside: Inside): string {
  return inside.state === 'found'
    ? inside.programs.map(({ program, architecture }) => `${program} ${architecture ?? ''}`).join(', ')
    : inside.state;
}

describe('what is inside of images that were really built', function () {
  const ends = new Ends();
  let world: World;
  let services: ReturnType<typeof composeServices>;
  before(async function () {
    this.timeout(600_000);
    world = await bringOrSkip(this, bringWorld);
    ends.add(world.stop);
    ends.add(useEnvironment(world.engine.env));
    services = composeServices();
    ends.add(() => {
      services.registry.dispose();
    });
  });
  after(() => ends.run());

  /** Builds for both platforms and returns the start program of each. */
  async function insideOf(tag: string, dockerfile: string, ...extraArgs: readonly string[]) {
    const workspace = await workspaceWith({ Dockerfile: dockerfile, 'start.sh': '#!/bin/sh\nexec true\n' });
    ends.add(workspace.remove);
    const ref = `${world.registry.host}/inside/${tag}:1`;
    const platforms = ['linux/amd64', 'linux/arm64'];
    const report = await workspace.build(services, { platforms, tags: [ref], output: 'push', extraArgs });
    assert.ok(report.ok, JSON.stringify(report.failure));
    const { images } = await services.images.inspect(ref);
    const insides = createInsides(services);
    return Object.fromEntries(
      await Promise.all(
        images.map(async ({ platform, digest }) => {
          const inside = await insides.read(ref, digest);
          return [platform, told(inside)] as const;
        }),
      ),
    );
  }

  it('is the program of each platform, behind links', async () => {
    assert.deepEqual(await insideOf('right', `FROM ${world.base}\nENTRYPOINT ["sh"]\n`), {
      'linux/amd64': '/bin/busybox amd64',
      'linux/arm64': '/bin/busybox arm64',
    });
  });

  it('is that of the other platform if it was copied', async () => {
    const wrong = `FROM --platform=linux/amd64 ${world.base} AS tools\nFROM ${world.base}\nCOPY --from=tools /bin/busybox /app\nENTRYPOINT ["/app"]\n`;
    assert.deepEqual(await insideOf('wrong', wrong), { 'linux/amd64': '/app amd64', 'linux/arm64': '/app amd64' });
  });

  it('is what reads a script', async () => {
    const script = `FROM ${world.base}\nCOPY --chmod=755 start.sh /start.sh\nCMD ["/start.sh"]\n`;
    assert.deepEqual(await insideOf('script', script), {
      'linux/amd64': '/bin/busybox amd64',
      'linux/arm64': '/bin/busybox arm64',
    });
  });

  it('is not there where it was taken away, and nothing where nothing is named', async () => {
    const gone = `FROM ${world.base}\nENTRYPOINT ["/nowhere"]\n`;
    assert.deepEqual(Object.values(await insideOf('gone', gone)), ['notFound', 'notFound']);
    const none = `FROM ${world.base} AS files\nFROM scratch\nCOPY --from=files /bin/busybox /data\n`;
    assert.deepEqual(Object.values(await insideOf('none', none)), ['noStart', 'noStart']);
  });

  it('is what a shell’s command starts, and what would not start at all', async () => {
    const shell = `FROM ${world.base}\nCMD exec busybox true\n`;
    assert.deepEqual(await insideOf('shell', shell), {
      'linux/amd64': '/bin/busybox amd64, /bin/busybox amd64',
      'linux/arm64': '/bin/busybox arm64, /bin/busybox arm64',
    });
    const bare = `FROM ${world.base}\nRUN echo echo > /start.sh && chmod 755 /start.sh\nENTRYPOINT ["/start.sh"]\n`;
    assert.deepEqual(Object.values(await insideOf('bare', bare)), ['noFirstLine', 'noFirstLine']);
    const lines = `FROM ${world.base}\nRUN printf '#!/bin/sh\\r\\nexec true\\r\\n' > /start.sh && chmod 755 /start.sh\nENTRYPOINT ["/start.sh"]\n`;
    assert.deepEqual(Object.values(await insideOf('crlf', lines)), ['windowsLines', 'windowsLines']);
    const mode = `FROM ${world.base}\nCOPY --chmod=644 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`;
    assert.deepEqual(Object.values(await insideOf('mode', mode)), ['notExecutable', 'notExecutable']);
  });

  it('is what BuildKit has compressed with zstd or not at all', async () => {
    for (const compression of ['zstd', 'uncompressed']) {
      const image = `FROM ${world.base}\nRUN cp /bin/busybox /app\nENTRYPOINT ["/app", "true"]\n`;
      const tag = `${world.registry.host}/inside/${compression}:1`;
      const output = `type=image,name=${tag},push=true,compression=${compression},force-compression=true,oci-mediatypes=true`;
      assert.deepEqual(await insideOf(compression, image, `--output=${output}`), {
        'linux/amd64': '/app amd64',
        'linux/arm64': '/app arm64',
      });
      const { images } = await services.images.inspect(tag);
      const { layers } = await services.images.contents(tag, images[0]!.digest);
      const types = layers.map(({ mediaType }) => mediaType.replace('application/vnd.oci.image.layer.v1.', ''));
      assert.deepEqual([...new Set(types)], [compression === 'zstd' ? 'tar+zstd' : 'tar']);
    }
  });
});

describe('what is inside of images of every shape, in a real registry', function () {
  const ends = new Ends();
  let images: ReturnType<typeof layerImages>;
  let services: ReturnType<typeof composeServices>;
  let folder = '';
  before(async function () {
    this.timeout(600_000);
    const registry = await bringOrSkip(this, () => startRegistry());
    ends.add(registry.stop);
    images = layerImages(registry);
    services = composeServices();
    ends.add(() => {
      services.registry.dispose();
    });
    folder = await mkdtemp(path.join(tmpdir(), 'insides-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
  });
  after(() => ends.run());

  let count = 0;
  async function inside(config: object, ...layers: readonly StoredLayer[]): Promise<Inside> {
    const { ref, digest } = await images.push(`app${count++}`, config, layers);
    return createInsides(services).read(ref, digest);
  }
  const starts = (...words: readonly string[]) => ({ Entrypoint: words });
  /** Debian's merged usr. */
  const merged: LayerEntries = {
    bin: { link: 'usr/bin' },
    sbin: { link: 'usr/sbin' },
    'usr/bin/': { folder: true },
    'usr/bin/dash': { program: 'linux/amd64' },
    'usr/bin/sh': { link: 'dash' },
    'usr/bin/perl5.40': { hardLink: 'usr/bin/dash' },
    'usr/bin/perl': { link: '/usr/bin/perl5.40' },
  };

  it('follows links of folders and files, hard links and scripts, in each compression', async () => {
    const base = await layerOf(merged);
    const script = await layerOf({ 'usr/local/bin/run': { text: '#!/usr/bin/env perl\n' } });
    for (const pressed of [(layer: Buffer) => layer, gzipSync, zstdCompressSync]) {
      assert.equal(told(await inside(starts('/bin/sh'), pressed(base))), '/usr/bin/dash amd64');
      assert.equal(told(await inside(starts('run'), pressed(base), pressed(script))), '/usr/bin/dash amd64');
    }
  });

  it('respects what a layer takes away, alone or with all of its folder', async () => {
    const base = await layerOf({ 'opt/app/run': { program: 'linux/amd64' } });
    const run = starts('/opt/app/run');
    const opaque = { 'opt/app/.wh..wh..opq': { text: '' } };
    assert.equal(told(await inside(run, base, await layerOf({ 'opt/app/.wh.run': { text: '' } }))), 'notFound');
    assert.equal(told(await inside(run, base, await layerOf(opaque))), 'notFound');
    const anew = await layerOf({ ...opaque, 'opt/app/run': { program: 'linux/arm64' } });
    assert.equal(told(await inside(run, base, anew)), '/opt/app/run arm64');
  });

  it('sees the wrong program of an image that has nothing else', async () => {
    const scratch = await layerOf({ app: { program: 'linux/s390x' } });
    assert.equal(told(await inside(starts('/app'), scratch)), '/app s390x');
  });

  it('does not take more memory for a large layer than for a small one', async function () {
    this.timeout(180_000);
    const file = path.join(folder, 'large.tar.gz');
    const archive = pack();
    const size = 150_000_000;
    const written = pipeline(archive, createGzip({ level: 1 }), createWriteStream(file));
    const entry = archive.entry({ name: 'usr/share/model', size, mode: 0o644 });
    const noise = randomBytes(1_000_000);
    for (let left = size; left > 0; left -= noise.length) {
      if (!entry.write(noise)) {
        await new Promise((resolve) => entry.once('drain', resolve));
      }
    }
    entry.end();
    archive.entry({ name: 'app', mode: 0o755 }, '#!/nowhere\n');
    archive.finalize();
    await written;
    const { ref, digest } = await images.push('large', starts('/app'), [{ file }]);
    const before = process.memoryUsage();
    let [buffers, resident] = [0, 0];
    const insides = createInsides(services);
    const inside = await insides.read(ref, digest, {
      onProgress: () => {
        const now = process.memoryUsage();
        buffers = Math.max(buffers, now.arrayBuffers - before.arrayBuffers);
        resident = Math.max(resident, now.rss - before.rss);
      },
    });
    assert.equal(told(inside), 'notFound');
    assert.ok(buffers < size / 2, `${buffers} bytes of buffers`);
    assert.ok(resident < size * 0.7, `${resident} bytes`);
  });
});

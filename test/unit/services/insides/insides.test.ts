import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { isDiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { usualTimes } from '../../../../src/domain/inside/budget.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';
import { createInsides, type InsidesDeps } from '../../../../src/services/insides/insides.ts';
import { createRegistryReader } from '../../../../src/services/registry/registryReader.ts';
import { createWorkerPools, type WorkerPools } from '../../../../src/services/worker/pools.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { WorkerError } from '../../../../src/tools/worker/errors.ts';
import { fixedCredentials } from '../../../support/fixedCredentials.ts';
import { digestOf } from '../../../support/ociDocuments.ts';
import { dynamicElf } from '../../../support/dynamicElf.ts';
import { layerOf, type LayerEntries } from '../../../support/layers.ts';
import { startHostileServer, type HostileServer } from '../registry/hostileServer.ts';

const amd64 = { program: 'linux/amd64' } as const;
const arm64 = { program: 'linux/arm64' } as const;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('what is inside of an image', () => {
  let server: HostileServer;
  let workers: WorkerPools;
  before(async () => {
    server = await startHostileServer();
    workers = createWorkerPools(new URL('../../../../src/services/worker/main.ts', import.meta.url));
  });
  after(async () => {
    workers.dispose();
    await server.stop();
  });
  const readers: { dispose(): void }[] = [];
  afterEach(() => {
    for (const reader of readers.splice(0)) {
      reader.dispose();
    }
  });

  /** An image in a registry; the lowest layer comes first. A layer is given by its bytes, or by the registry's response. */
  function imageWith(
    config: object,
    layers: readonly (Buffer | { readonly size: number; readonly answer: Answer; readonly mediaType?: string })[],
    limits: InsidesDeps['limits'] = {},
    more: Partial<Pick<InsidesDeps, 'after' | 'workers'>> = {},
  ) {
    const configuration = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', ...config }));
    server.asked.length = 0;
    const blobs = new Map<string, Buffer | Answer>([[digestOf(configuration), configuration]]);
    const described = layers.map((layer, index) => {
      const bytes = Buffer.isBuffer(layer) ? layer : undefined;
      const digest = bytes ? digestOf(bytes) : digestOf(Buffer.from(`layer ${index}`));
      blobs.set(digest, Buffer.isBuffer(layer) ? layer : layer.answer);
      return {
        digest,
        ...(Buffer.isBuffer(layer) ? { size: layer.length, mediaType: 'x' } : { mediaType: 'x', ...layer }),
      };
    });
    server.answer = (request, response) => {
      const blob = blobs.get(request.url?.split('/').at(-1) ?? '');
      if (blob === undefined) {
        response.writeHead(404).end();
      } else if (Buffer.isBuffer(blob)) {
        response.end(blob);
      } else {
        blob(request, response);
      }
    };
    const registry = createRegistryReader({
      credentials: fixedCredentials(),
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(false),
      now: () => 0,
      timeout: 5000,
    });
    readers.push(registry);
    const insides = createInsides({
      images: {
        contents: () =>
          Promise.resolve({
            config: { digest: digestOf(configuration), size: configuration.length },
            layers: described,
          }),
      },
      registry,
      workers,
      limits,
      ...more,
    });
    return {
      read: (options: Parameters<typeof insides.read>[2] = {}) =>
        insides.read(`${server.host}/app:1`, digestOf(Buffer.from('manifest')), options),
      /** Number of requested layers. */
      layersRead: () => server.asked.length - 1,
    };
  }

  const told = (inside: Inside) =>
    inside.state === 'found'
      ? inside.programs.map(({ program, architecture }) => `${program} ${architecture ?? '?'}`).join(', ')
      : [inside.state, 'program' in inside ? inside.program : '', 'by' in inside ? inside.by : ''].join(' ').trim();
  async function inside(config: object, ...layers: readonly (LayerEntries | Buffer)[]) {
    const packed = await Promise.all(layers.map(async (layer) => (Buffer.isBuffer(layer) ? layer : layerOf(layer))));
    const image = imageWith({ config }, packed);
    return [told(await image.read()), image.layersRead()] as const;
  }
  const starts = (...words: readonly string[]) => ({ Entrypoint: words });

  describe('is found', () => {
    it('in the top layer, and no other one is read', async () => {
      assert.deepEqual(await inside(starts('/app'), { app: arm64 }, { etc: { folder: true } }, { './app': amd64 }), [
        '/app amd64',
        1,
      ]);
    });

    it('behind links of files and of folders, wherever those lie', async () => {
      const base: LayerEntries = {
        bin: { link: 'usr/bin' },
        'usr/bin/': { folder: true },
        'usr/bin/dash': amd64,
        'usr/bin/sh': { link: 'dash' },
      };
      assert.deepEqual(await inside(starts('/bin/sh'), base, { 'etc/x': { text: '' } }), ['/usr/bin/dash amd64', 2]);
      assert.deepEqual(await inside(starts('sh'), base), ['/usr/bin/dash amd64', 1]);
      assert.deepEqual(
        await inside(starts('/current/bin/app'), { 'opt/v2/bin/app': arm64 }, { current: { link: '/opt/v2' } }),
        ['/opt/v2/bin/app arm64', 2],
      );
      assert.deepEqual(await inside(starts('/a/x'), { x: amd64, a: { link: '/' } }), ['/x amd64', 1]);
    });

    it('as a further name of a file', async () => {
      assert.deepEqual(
        await inside(starts('/bin/ls'), { 'bin/busybox': amd64, 'bin/ls': { hardLink: 'bin/busybox' } }),
        ['/bin/busybox amd64', 1],
      );
    });

    it('where some tool wrote it through a link of a lower layer', async () => {
      assert.deepEqual(await inside(starts('/usr/bin/app'), { bin: { link: 'usr/bin' } }, { 'bin/app': arm64 }), [
        '/usr/bin/app arm64',
        2,
      ]);
    });

    it('behind scripts and env, and behind shells and inits', async () => {
      assert.deepEqual(
        await inside(
          starts('/start'),
          { 'usr/bin/node': amd64, 'bin/run': { text: '#!/usr/bin/env -S node --flag\n' } },
          { start: { text: '#!/bin/run\n' } },
        ),
        ['/usr/bin/node amd64', 2],
      );
      const shell = { 'bin/sh': amd64, 'sbin/tini': amd64 };
      assert.deepEqual(await inside({ Cmd: ['/bin/sh', '-c', 'exec /app'] }, shell, { app: arm64 }), [
        '/bin/sh amd64, /app arm64',
        2,
      ]);
      assert.deepEqual(await inside(starts('/sbin/tini', '--', '/app'), shell, { app: arm64 }), [
        '/sbin/tini amd64, /app arm64',
        2,
      ]);
      assert.deepEqual((await inside({ Cmd: ['/bin/sh', '-c', 'nowhere'] }, shell))[0], '/bin/sh amd64');
    });

    it('in layers compressed with gzip or zstd, in one piece or many', async () => {
      const layer = await layerOf({ app: amd64, 'usr/share/data': { data: randomBytes(300_000) } });
      const params = { [constants.ZSTD_c_checksumFlag]: 1 };
      const half = layer.length >> 1;
      for (const packed of [
        gzipSync(layer),
        Buffer.concat([gzipSync(layer.subarray(0, half)), gzipSync(layer.subarray(half))]),
        zstdCompressSync(layer),
        Buffer.concat([zstdCompressSync(layer.subarray(0, half), { params }), zstdCompressSync(layer.subarray(half))]),
      ]) {
        assert.deepEqual(await inside(starts('/app'), packed), ['/app amd64', 1]);
      }
    });

    it('in an image of Windows', async () => {
      const pe = Buffer.alloc(0x100);
      pe.write('MZ', 0, 'latin1');
      pe.writeUInt32LE(0x80, 0x3c);
      pe.write('PE\0\0', 0x80, 'latin1');
      pe.writeUInt16LE(0xaa64, 0x84);
      const image = imageWith({ os: 'windows', config: starts('C:\\App\\server') }, [
        await layerOf({ 'Files/App/Server.exe': { data: pe } }),
      ]);
      assert.equal(told(await image.read()), '/app/server.exe arm64');
    });
  });

  describe('is not there', () => {
    it('where it was taken away, alone or with its folder', async () => {
      const base = { 'opt/app/run': amd64 };
      const run = starts('/opt/app/run');
      assert.deepEqual(await inside(run, base, { 'opt/app/.wh.run': { text: '' } }), ['notFound /opt/app/run', 1]);
      assert.deepEqual(await inside(run, base, { 'opt/.wh.app': { text: '' } }), ['notFound /opt/app/run', 1]);
      assert.deepEqual(await inside(run, base, { 'opt/app/.wh..wh..opq': { text: '' } }), ['notFound /opt/app/run', 1]);
      assert.deepEqual(await inside(run, base, { 'opt/app/.wh..wh..opq': { text: '' }, 'opt/app/run': arm64 }), [
        '/opt/app/run arm64',
        1,
      ]);
      assert.deepEqual(await inside(run, base, { '.wh..wh..opq': { text: '' } }), ['notFound /opt/app/run', 1]);
      // AUFS metadata removes nothing
      assert.deepEqual(await inside(run, base, { 'opt/.wh..wh.plnk': { text: '' } }), ['/opt/app/run amd64', 2]);
    });

    it('where no layer has it, and where links lead round in circles', async () => {
      assert.deepEqual(await inside(starts('/app'), { other: amd64 }, {}), ['notFound /app', 2]);
      assert.deepEqual(await inside(starts('/a'), { a: { link: 'b' }, b: { link: 'a' } }), ['notFound /a', 1]);
      assert.deepEqual(await inside(starts('/app'), { app: { text: '#!/bin/bash\n' } }), [
        'notFound /bin/bash /app',
        1,
      ]);
    });

    it('where nothing is named', async () => {
      assert.deepEqual(await inside({}, { app: amd64 }), ['noStart', 0]);
    });
  });

  it('needs a loader, which is looked for where that takes little reading', async () => {
    const loader = '/lib/ld-musl-x86_64.so.1';
    const app = { data: dynamicElf(loader), mode: 0o755 };
    const missing = async (...layers: readonly (LayerEntries | Buffer)[]) => {
      const packed = await Promise.all(layers.map(async (each) => (Buffer.isBuffer(each) ? each : layerOf(each))));
      const image = imageWith({ config: starts('/app') }, packed);
      const found = await image.read();
      assert.ok(found.state === 'found');
      return [found.programs[0].missingLoader, image.layersRead()];
    };
    assert.deepEqual(await missing({ app }), [loader, 1]);
    assert.deepEqual(await missing({ 'usr/lib/libc.so': amd64 }, { app }), [loader, 2]);
    assert.deepEqual(await missing({ 'lib/ld-musl-x86_64.so.1': amd64 }, { app }), [undefined, 2]);
    const links = { 'usr/lib/ld-musl-x86_64.so.1': amd64, lib: { link: 'usr/lib' } };
    assert.deepEqual(await missing(links, { app }), [undefined, 2]);
    // a layer that cannot be read may have it, and a large one is not read for it
    assert.deepEqual(await missing(randomBytes(600), { app }), [undefined, 2]);
    const large = { size: 25_000_000, answer: () => assert.fail('it is not to be read') };
    const image = imageWith({ config: starts('/app') }, [large, await layerOf({ app })]);
    assert.deepEqual(told(await image.read()), '/app amd64');
  });

  it('does not start as it is, whatever the processor is', async () => {
    const one = async (text: string, mode = 0o755) =>
      (await inside(starts('/run'), { 'bin/sh': amd64, run: { text, mode } }))[0];
    assert.equal(await one('echo hello\n'), 'noFirstLine /run');
    assert.equal(await one('#!/bin/sh\r\necho hello\r\n'), 'windowsLines /run');
    assert.equal(await one('#!/bin/sh\n', 0o644), 'notExecutable /run');
    assert.equal(await one('no first line, and nobody may execute it', 0o644), 'notExecutable /run');
    assert.equal(await one('\u0000\u0001'), 'unknown /run');
    assert.deepEqual(
      (await inside({ Cmd: ['/bin/sh', '-c', '/run'] }, { 'bin/sh': amd64, run: { text: '#!/bin/sh\r\n' } }))[0],
      'windowsLines /run',
    );
  });

  describe('cannot be told', () => {
    const app = () => layerOf({ app: amd64 });

    it('where the bytes are not those of the digest', async () => {
      const lie = await app();
      const image = imageWith({ config: starts('/app') }, [
        { size: lie.length, answer: (_, response) => response.end(lie) },
      ]);
      await assert.rejects(
        image.read(),
        (error) => isDiagnosedError(error) && error.message.includes('something else'),
      );
    });

    it('where there are more of them than any engine takes, however small they are', async () => {
      const empty = await layerOf({ other: amd64 });
      assert.deepEqual(await inside(starts('/app'), ...Array.from({ length: 501 }, () => empty)), ['tooLarge', -1]);
    });

    it('where they end too early, or never', async () => {
      const truncated = imageWith({ config: starts('/app') }, [
        {
          size: 5000,
          answer: (_, response) => {
            response.writeHead(200, { 'content-length': '5000' }).write(Buffer.alloc(100));
            response.destroy();
          },
        },
      ]);
      await assert.rejects(
        truncated.read(),
        (error) => isDiagnosedError(error) && error.code === 'registryUnreachable',
      );
      let closed: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const endless = imageWith({ config: starts('/app') }, [
        {
          size: 5_000_000,
          answer: (_, response) => {
            const more = () => {
              while (response.write(Buffer.alloc(65_536)));
            };
            response.on('drain', more).on('close', closed);
            more();
          },
        },
      ]);
      await assert.rejects(endless.read(), (error) => isDiagnosedError(error) && error.code === 'registryAnswerWrong');
      await ended;
    });

    it('where they unpack to more than is read, or to too many entries', async () => {
      const zeros = await layerOf({ app: amd64, zeros: { data: Buffer.alloc(50_000_000) } });
      const bomb = gzipSync(zeros);
      assert.deepEqual(await imageWith({ config: starts('/x') }, [bomb], { unpackedBytes: 10_000_000 }).read(), {
        state: 'tooLarge',
      });
      const zstdBomb = zstdCompressSync(zeros);
      assert.deepEqual(await imageWith({ config: starts('/x') }, [zstdBomb], { unpackedBytes: 10_000_000 }).read(), {
        state: 'tooLarge',
      });
      const many = await layerOf(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, amd64])));
      assert.deepEqual(await imageWith({ config: starts('/x') }, [many], { entries: 49 }).read(), {
        state: 'tooLarge',
      });
      assert.deepEqual(await imageWith({ config: starts('/x') }, [many], { remembered: 49 }).read(), {
        state: 'tooLarge',
      });
      const large = imageWith({ config: starts('/x') }, [many], { storedBytes: 1000 });
      assert.deepEqual(await large.read(), { state: 'tooLarge' });
      assert.equal(large.layersRead(), 0);
    });

    it('where archives are no archives or lie about themselves, and nothing hangs', async () => {
      const header = (await layerOf({ app: { text: 'x' } })).subarray(0, 512);
      const forged = (change: (block: Buffer) => void) => {
        const block = Buffer.from(header);
        change(block);
        block.fill(' ', 148, 156);
        const sum = block.reduce((total, byte) => total + byte, 0);
        block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
        return Buffer.concat([block, Buffer.alloc(8_000_000)]);
      };
      assert.deepEqual(await inside(starts('/app'), Buffer.alloc(0)), ['notFound /app', 1]);
      for (const [what, layer] of Object.entries({
        text: Buffer.from('hello'),
        noise: randomBytes(100_000),
        'half a gzip': gzipSync(await app()).subarray(0, 60),
        'half a zstd': zstdCompressSync(await app()).subarray(0, 60),
        'zstd and noise': Buffer.concat([zstdCompressSync(await app()), randomBytes(100)]),
        'an archive cut short': (await app()).subarray(0, 700),
        'a name without end': forged((block) => block.write('L', 156)),
        'a size that is none': forged((block) => {
          block.write('x', 156);
          block.write('0000007', 124);
        }),
      })) {
        assert.deepEqual(await inside(starts('/app'), layer), ['unknown /app', 1], what);
      }
    });

    it('where a layer of Windows itself is not in the registry, but not where another one is missing', async () => {
      const missing = (mediaType: string) => ({
        size: 1000,
        mediaType,
        answer: (_: IncomingMessage, response: ServerResponse) => response.writeHead(404).end(),
      });
      const image = (mediaType: string) => imageWith({ os: 'windows', config: starts('/app') }, [missing(mediaType)]);
      assert.deepEqual(await image('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip').read(), {
        state: 'unknown',
        program: '/app',
      });
      await assert.rejects(image('x').read(), (error) => isDiagnosedError(error) && error.code === 'imageNotFound');
    });

    it('attack: a layer that trickles in for ever holds nobody, though it never falls silent', async () => {
      let closed: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const timers: { milliseconds: number; work: () => void }[] = [];
      const after = (milliseconds: number, work: () => void) => {
        const timer = { milliseconds, work };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      };
      const image = imageWith(
        { config: starts('/app') },
        [
          {
            size: 1_000_000,
            answer: (_, response) => {
              let written = 0;
              const trickle = setInterval(() => {
                response.write('x');
                if (++written === 5) {
                  timers.find(({ milliseconds }) => milliseconds === usualTimes.layer)?.work();
                }
              }, 1);
              response.on('close', () => {
                clearInterval(trickle);
                closed();
              });
            },
          },
        ],
        {},
        { after },
      );
      await assert.rejects(
        image.read(),
        (error) =>
          isDiagnosedError(error) && error.code === 'registryUnreachable' && error.message.includes('600 seconds'),
      );
      await ended;
      assert.deepEqual(timers, []);
    });

    it('attack: a thread that ends costs one answer, which says so', async () => {
      const layers = {
        ...workers.layers,
        run: () => Promise.reject(new WorkerError('memory', 'more than 256 MB')),
      };
      const image = imageWith({ config: starts('/app') }, [await app()], {}, { workers: { layers } });
      await assert.rejects(image.read(), (error) => isDiagnosedError(error) && error.code === 'tooComplex');
    });

    it('when it is cancelled, and the request ends', async () => {
      const abort = new AbortController();
      let closed: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const image = imageWith({ config: starts('/app') }, [
        {
          size: 1_000_000,
          answer: (_, response) => {
            response.on('close', closed).write(Buffer.alloc(1000), () => {
              abort.abort();
            });
          },
        },
      ]);
      await assert.rejects(image.read({ signal: abort.signal }), isCancelled);
      await ended;
    });
  });

  it('tells how far it has come', async () => {
    const progress: unknown[] = [];
    const layers = await Promise.all([layerOf({ app: amd64 }), layerOf({ data: { data: randomBytes(2_500_000) } })]);
    const image = imageWith({ config: starts('/app') }, layers);
    await image.read({ onProgress: ({ layer, layers: all }) => progress.push(`${layer} of ${all}`) });
    assert.deepEqual([...new Set(progress)], ['1 of 2', '2 of 2']);
    assert.ok(progress.length >= 3);
  });
});

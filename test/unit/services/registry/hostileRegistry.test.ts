import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DiagnosedError, type DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import { workspaceImages } from '../../../../src/domain/sources/manifests/workspaceImages.ts';
import { createImages, type Images } from '../../../../src/services/images/images.ts';
import { createCachedReader } from '../../../../src/services/registry/cachedReader.ts';
import type { RegistryReader } from '../../../../src/services/registry/registryReader.ts';
import { createImageAnswers } from '../../../../src/vscode/images/model/imageAnswers.ts';
import { createImageModel } from '../../../../src/vscode/images/model/imageModel.ts';
import { treeItem } from '../../../../src/vscode/shared/tree/item.ts';
import { imageChildren, imageElement, otherChildren } from '../../../../src/vscode/images/view/children.ts';
import { itemOf } from '../../../../src/vscode/images/view/items/itemOf.ts';
import { fixedCredentials } from '../../../support/fixedCredentials.ts';
import { verdictsOn } from '../../../support/verdicts.ts';
import { skipBecause } from '../../../support/skip.ts';
import { memento } from '../../../support/vscode/memento.ts';
import { startHostileServer, type HostileServer } from './hostileServer.ts';
import { descriptor, digestOf, indexOf, types } from '../../../support/ociDocuments.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const config = JSON.stringify({ os: 'linux', architecture: 'amd64' });
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: types.manifest,
  config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
  layers: [descriptor('layer', 'application/vnd.oci.image.layer.v1.tar')],
});

/** A registry with these bodies by digest; the first one for every tag. */
function holding(...bodies: readonly (string | Buffer)[]): Answer {
  const byDigest = new Map(bodies.map((body) => [digestOf(body), body]));
  return (request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const body = name.startsWith('sha256:') ? byDigest.get(name) : bodies[0];
    response.writeHead(
      body === undefined ? 404 : 200,
      body === undefined ? {} : { 'docker-content-digest': digestOf(body) },
    );
    response.end(request.method === 'HEAD' ? '' : body);
  };
}

const endlessly = (response: ServerResponse, piece: string) => {
  const more = () => {
    while (!response.destroyed && response.write(piece)) {
      // until it is full
    }
    response.once('drain', more);
  };
  more();
};

describe('a hostile registry', () => {
  let registry: HostileServer;
  let elsewhere: HostileServer;
  let folder = '';
  let reader: RegistryReader;
  let images: Images;
  before(async () => {
    registry = await startHostileServer();
    elsewhere = await startHostileServer();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
    registry.asked.length = 0;
    elsewhere.asked.length = 0;
    elsewhere.answer = (_, response) => response.end('{}');
    use(10_000);
  });
  /** @param timeout milliseconds for an answer */
  function use(timeout: number): void {
    reader = createCachedReader({
      credentials: fixedCredentials({ user: 'me', password: 'secret' }),
      authorities: () => Promise.resolve(undefined),
      isInsecure: (host) => Promise.resolve(host === outside()),
      cacheFolder: folder,
      now: () => performance.now(),
      timeout,
    });
    images = createImages({
      registry: reader,
      run: () => Promise.reject(new Error('nothing is run')),
      docker: () => Promise.reject(new DiagnosedError(diagnosisOf('dockerNotFound'))),
      explain,
    });
  }
  afterEach(async () => {
    reader.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  after(() => Promise.all([registry.stop(), elsewhere.stop()]));
  const explain = (error: unknown) =>
    error instanceof DiagnosedError ? error : new DiagnosedError(diagnosisOf('unknown', { detail: String(error) }));

  /** This machine by an address that does not count as local: like a registry on another machine. */
  const outside = () => `0.0.0.0:${registry.host.split(':')[1] ?? ''}`;
  const kept = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

  /** Reads like the API and like the view; the text of the row is included once. */
  async function refused(answer: Answer, code: DiagnosisCode, host = registry.host): Promise<string> {
    registry.answer = answer;
    const ref = `${host}/team/app:1`;
    await assert.rejects(images.inspect(ref), (error) => {
      assert.ok(error instanceof DiagnosedError, String(error));
      assert.equal(error.code, code, error.message);
      return true;
    });
    const model = createImageModel({ images, answers: createImageAnswers(memento()), explain, now: () => 0 });
    const [named] = workspaceImages([{ image: ref, by: 'added' }]);
    const known = await model.read(named!);
    model.dispose();
    const element = imageElement(known, { verdicts: verdictsOn([]) });
    const row = itemOf(element, 0);
    // that an image was not pushed yet is no error
    const [own, below] = code === 'imageNotFound' ? ['circle-outline', 'info'] : ['error', 'error'];
    assert.equal(row.icon, own, JSON.stringify(row));
    const children = imageChildren(element).map((child) => itemOf(child, 0));
    // below a failure, there may be the row of the engine, which can still have the image
    assert.deepEqual(
      children.map(({ icon }) => icon).filter((icon) => icon !== 'vm'),
      [below],
    );
    assert.equal(await kept(), 0);
    for (const { authorization } of elsewhere.asked) {
      assert.equal(authorization, undefined);
    }
    return `${row.description ?? ''}: ${children[0]!.label}`;
  }

  it('ends too early', async () => {
    const said = await refused((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"half":');
      setImmediate(() => response.destroy());
    }, 'registryAnswerWrong');
    assert.match(
      said,
      /^invalid response: 127\.0\.0\.1:\d+ returned something other than 127\.0\.0\.1:\d+\/team\/app:1\.$/,
    );
  });

  it('does not end', async () => {
    await refused((_, response) => {
      endlessly(response, 'x'.repeat(65_536));
    }, 'registryAnswerWrong');
    await refused((_, response) => {
      response.writeHead(500);
      endlessly(response, 'x'.repeat(65_536));
    }, 'registryUnreachable');
  });

  it('speaks byte by byte, or not at all', async () => {
    use(400);
    const timers: NodeJS.Timeout[] = [];
    await refused((_, response) => {
      timers.push(setInterval(() => response.write(' '), 10));
    }, 'registryUnreachable');
    timers.forEach(clearInterval);
    await refused(() => undefined, 'registryUnreachable');
  });

  it('has something else than what the digest names, which is never used or kept', async () => {
    const index = indexOf([descriptor(manifest, types.manifest)]);
    for (const [wrong, bodies] of [
      [manifest, [index, manifest, config]],
      [config, [manifest, config]],
    ] as const) {
      const ref = `${registry.host}/team/app${registry.asked.length}:1`;
      registry.answer = (request, response) => {
        if (request.url?.endsWith(digestOf(wrong))) {
          response.end(`${wrong} `);
        } else {
          holding(...bodies)(request, response);
        }
      };
      await assert.rejects(images.inspect(ref), { code: 'registryAnswerWrong' });
      assert.equal(await kept(), 1, 'the good one alone');
      registry.answer = holding(...bodies);
      const { images: found } = await images.inspect(ref);
      assert.deepEqual(
        found.map(({ platform }) => platform),
        ['linux/amd64'],
      );
      await rm(path.join(folder, 'registry'), { recursive: true });
    }
  });

  it('contains itself', async () => {
    // only a registry with wrong digests can cause this
    const index = indexOf([{ mediaType: types.index, digest: `sha256:${'a'.repeat(64)}`, size: 1 }]);
    registry.answer = (_, response) => response.end(index);
    await assert.rejects(images.inspect(`${registry.host}/team/app:1`), { code: 'registryAnswerWrong' });
  });

  it('names indexes in indexes in indexes, each a thousand times', async () => {
    let inner = indexOf([]);
    const bodies = [inner];
    for (let level = 0; level < 4; level++) {
      inner = indexOf(Array.from({ length: 1000 }, () => descriptor(inner, types.index)));
      bodies.unshift(inner);
    }
    registry.answer = holding(...bodies);
    await assert.rejects(images.inspect(`${registry.host}/team/app:1`), { code: 'registryAnswerWrong' });
    assert.ok(registry.asked.length < 20);
  });

  it('nests them deeper than anybody would', async () => {
    let inner = indexOf([descriptor(manifest, types.manifest)]);
    const bodies = [inner];
    for (let level = 0; level < 50; level++) {
      inner = indexOf([descriptor(inner, types.index)]);
      bodies.unshift(inner);
    }
    registry.answer = holding(...bodies, manifest, config);
    const image = await images.inspect(`${registry.host}/team/app:1`);
    assert.deepEqual([image.images.length, image.other.length], [0, 1]);
    assert.ok(registry.asked.length < 10);
  });

  it('names a hundred thousand images', async () => {
    const entries = (count: number) =>
      indexOf(
        Array.from({ length: count }, (_, index) => ({
          mediaType: types.manifest,
          digest: digestOf(String(index)),
          size: 1,
          platform: { os: 'linux', architecture: 'amd64' },
        })),
      );
    await refused(holding(entries(100_000)), 'registryAnswerWrong');
    registry.asked.length = 0;
    // what was not read is not reported as missing
    await refused(holding(entries(15_000)), 'registryAnswerWrong');
    assert.ok(registry.asked.length < 10, String(registry.asked.length));
  });

  it('packs a bomb into its answer, which is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    await refused(
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
      'registryAnswerWrong',
    );
  });

  it('floods with headers, or speaks no HTTP', async () => {
    await refused((_, response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}\r\n`);
    }, 'registryAnswerWrong');
    await refused((_, response) => {
      response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n');
    }, 'registryAnswerWrong');
  });

  it('attack: it says “continue” again and again instead of an answer', async () => {
    await refused((_, response) => {
      const { socket } = response;
      const more = () => {
        while (socket && !socket.destroyed && socket.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000))) {
          // until it is full
        }
        socket?.once('drain', more);
      };
      more();
    }, 'registryAnswerWrong');
  });

  it('answers with errors', async () => {
    const status = (code: number, headers = {}) => ((_, response) => response.writeHead(code, headers).end()) as Answer;
    await refused(status(500), 'registryUnreachable');
    assert.match(await refused(status(403), 'registryAccessDenied'), /^access denied: /);
    assert.match(await refused(status(404), 'imageNotFound'), /^not in the registry: /);
    const said = await refused(status(429, { 'retry-after': '300' }), 'registryRateLimit');
    assert.match(
      said,
      /^rate limit reached: .* accepts no more requests for 5 minutes: you have reached your limit\.$/,
    );
    assert.equal(registry.asked.length, 7, 'what asks in the meantime is not sent');
  });

  it('is never satisfied with a login', async () => {
    const loop =
      (challenge: string): Answer =>
      (_, response) =>
        response.writeHead(401, { 'www-authenticate': challenge }).end();
    assert.match(await refused(loop('Basic realm="x"'), 'registryLoginRequired'), /^login required: /);
    assert.ok(registry.asked.length <= 4);
  });

  it('sends in circles, and elsewhere without a login', async () => {
    const to =
      (location: string): Answer =>
      (_, response) =>
        response.writeHead(307, { location }).end();
    await refused(to('/v2/again'), 'registryAnswerWrong');
    await refused(to(`http://${elsewhere.host}/there`), 'registryAnswerWrong');
    assert.ok(elsewhere.asked.length > 0);
  });

  it('names a token service out of the place that it redirects to', async () => {
    elsewhere.answer = (request, response) => {
      if (request.url?.startsWith('/token')) {
        response.end('{"token":"abc"}');
      } else {
        response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${elsewhere.host}/token"` }).end();
      }
    };
    await refused(
      (_, response) => response.writeHead(307, { location: `http://${elsewhere.host}/blob` }).end(),
      'registryLoginRequired',
    );
    assert.ok(elsewhere.asked.every(({ path: asked }) => !asked.startsWith('/token')));
  });

  it('has a token service that says nothing', async () => {
    use(400);
    elsewhere.answer = () => undefined;
    registry.answer = (_, response) =>
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${elsewhere.host}/token"` }).end();
    await assert.rejects(images.inspect(`${registry.host}/team/app:1`), { code: 'registryUnreachable' });
  });

  describe('on another machine', () => {
    before(function () {
      if (process.platform === 'win32') {
        skipBecause(this, 'Windows does not connect to 0.0.0.0');
      }
    });

    it('does not reach this one, or its link, with a redirect or a token service', async () => {
      const port = elsewhere.host.split(':')[1] ?? '';
      for (const place of [
        ...[`http://127.0.0.1:${port}/x`, `https://127.0.0.1:${port}/x`, `https://localhost:${port}/x`],
        ...[`https://[::1]:${port}/x`, 'https://169.254.169.254/latest/meta-data', 'http://169.254.169.254/latest'],
        ...[`http://registry.example.invalid/x`, 'file:///etc/passwd', 'ftp://registry.example.invalid/'],
      ]) {
        await refused(
          (_, response) => response.writeHead(302, { location: place }).end(),
          'registryAnswerWrong',
          outside(),
        );
        await refused(
          (_, response) => response.writeHead(401, { 'www-authenticate': `Bearer realm="${place}"` }).end(),
          'registryAnswerWrong',
          outside(),
        );
      }
      assert.deepEqual(elsewhere.asked, []);
    });

    it('gets no password before it asks for one', async () => {
      registry.answer = holding(indexOf([]));
      await images.inspect(`${outside()}/team/app:1`);
      assert.ok(registry.asked.every(({ authorization }) => authorization === undefined));
    });
  });

  it('attack: a manifest that is no UTF-8 gets another digest', async () => {
    const body = Buffer.from(
      manifest.replace('"schemaVersion":2', '"schemaVersion":2,"annotations":{"a":"\u00ff"}'),
      'latin1',
    );
    assert.ok(body.includes(0xff));
    const index = indexOf([descriptor(body, types.manifest)]);
    for (const [bodies, platforms] of [
      [[body, config], 1],
      [[index, body, config], 1],
    ] as const) {
      registry.answer = holding(...bodies);
      const ref = `${registry.host}/team/bytes${bodies.length}`;
      const image = await images.inspect(`${ref}:1`);
      assert.equal(image.digest, digestOf(bodies[0]));
      assert.deepEqual(
        image.images.map(({ platform, size }) => [platform, typeof size]),
        Array.from({ length: platforms }, () => ['linux/amd64', 'number']),
      );
      const [entry] = (await images.entries(`${ref}@${digestOf(body)}`)).entries;
      assert.deepEqual([entry?.digest, entry?.size], [digestOf(body), body.length]);
      // another window reads it from disk
      registry.answer = (_, response) => response.writeHead(500).end();
      assert.deepEqual(
        await reader.manifest({ domain: registry.host, path: `team/bytes${bodies.length}`, digest: digestOf(body) }),
        body,
      );
    }
  });

  it('has names that would steer a terminal', async () => {
    const escape = '\u001b]0;owned\u0007\u001b[31m$(zap) [a](command:b)\u202e';
    const artifact = JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      artifactType: `application/${escape}`,
      config: descriptor('{}', `x/${escape}`),
      layers: [descriptor('layer', `y/${escape}`)],
    });
    const index = indexOf([
      { ...descriptor(manifest, types.manifest), platform: { os: `li${escape}`, architecture: `am${escape}` } },
      descriptor(artifact, types.manifest),
      { ...descriptor('x', `z/${escape}`), artifactType: escape },
    ]);
    registry.answer = holding(index, manifest, config, artifact);
    const model = createImageModel({ images, answers: createImageAnswers(memento()), explain, now: () => 0 });
    const [named] = workspaceImages([{ image: `${registry.host}/team/app:1`, by: 'added' }]);
    const element = imageElement(await model.read(named!), { verdicts: verdictsOn([]) });
    const { image } = element.known;
    assert.ok(image);
    const rows = [element, ...imageChildren(element), ...otherChildren('x', image.other)];
    // invisible characters make rows unique
    const texts = rows.map((row) => JSON.stringify(Object.assign(treeItem(itemOf(row, 0)), { id: '' })));
    assert.ok(texts.length >= 5);
    for (const text of texts) {
      assert.doesNotMatch(text, /\\u001b|\\u0007/);
      const { label, description } = JSON.parse(text) as Record<string, string>;
      assert.doesNotMatch(`${label} ${description}`, /\$\(zap/);
    }
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { rawRegistry } from './registryShapes.ts';
import { composeServices, useEnvironment } from './support.ts';

describe('registries on another address without TLS that anybody trusts', () => {
  const ends = new Ends();
  let engine: Engine;
  let plain: Registry;
  let unknown: Registry;
  let folder = '';
  const auth = { user: 'me', password: 'pass:word' };
  before(async function () {
    engine = await bringOrSkip(this, () => findOrBringEngine({ insecure: true }));
    ends.add(engine.stop);
    folder = await mkdtemp(path.join(tmpdir(), 'insecure-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
    plain = await startRegistry({ address: engine.address!, auth });
    ends.add(plain.stop);
    unknown = await startRegistry({ address: engine.address!, tls: true });
    ends.add(unknown.stop);
    const raw = rawRegistry(plain.host, 'app', plain.authorization);
    await raw.put('1', await imageIn(raw), 'application/vnd.oci.image.manifest.v1+json');
  });
  after(() => ends.run());

  async function imageIn(raw: ReturnType<typeof rawRegistry>): Promise<object> {
    const config = await raw.blob('{"os":"linux","architecture":"arm64"}');
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    return {
      ...{ schemaVersion: 2, mediaType, layers: [] },
      config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
    };
  }

  /** With a password for all of them, and possibly without an engine. */
  async function use(hosts: readonly string[], env: Readonly<Record<string, string>>, listed: readonly string[] = []) {
    const configFolder = path.join(folder, 'docker');
    await mkdir(configFolder, { recursive: true });
    const entry = { auth: Buffer.from('me:pass:word').toString('base64') };
    const auths = Object.fromEntries(hosts.map((host) => [host, entry]));
    await writeFile(path.join(configFolder, 'config.json'), JSON.stringify({ auths }));
    const undo = useEnvironment({ ...engine.env, DOCKER_CONFIG: configFolder, ...env });
    return { ...composeServices({ insecureRegistries: listed }), undo };
  }
  const nowhere = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

  it('are read directly where the engine lists them, which is asked once', async () => {
    const { images, commands, undo } = await use([plain.host, unknown.host], {});
    try {
      const image = await images.inspect(`${plain.host}/app:1`);
      assert.deepEqual([image.images.map(({ platform }) => platform), image.through], [['linux/arm64'], undefined]);
      await assert.rejects(images.inspect(`${unknown.host}/app:1`), { code: 'imageNotFound' });
      assert.deepEqual(
        commands.map(([, ...args]) => args),
        [['info', '--format', '{{json .RegistryConfig}}']],
      );
    } finally {
      undo();
    }
  });

  it('or where the user lists them, without an engine', async () => {
    const { images, commands, undo } = await use([plain.host], nowhere, [plain.host, unknown.host]);
    try {
      assert.equal((await images.inspect(`${plain.host}/app:1`)).images.length, 1);
      await assert.rejects(images.inspect(`${unknown.host}/app:1`), { code: 'imageNotFound' });
      assert.deepEqual(commands, []);
    } finally {
      undo();
    }
  });

  it('get no password where nobody lists them', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    }).listen(0, engine.address);
    await once(server, 'listening');
    const host = `${engine.address!}:${(server.address() as AddressInfo).port}`;
    const { images, undo } = await use([host, unknown.host], nowhere);
    try {
      await assert.rejects(images.inspect(`${host}/app:1`));
      assert.deepEqual(
        seen.filter((header) => header !== undefined),
        [],
      );
      await assert.rejects(images.inspect(`${unknown.host}/app:1`), { code: 'registryUnknownCertificate' });
    } finally {
      undo();
      server.close();
    }
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationTarget, workspace } from 'vscode';
import { api } from './support.ts';

const config = '{"os":"linux","architecture":"arm64"}';
const digestOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`;
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(config),
    size: config.length,
  },
  layers: [],
});

/** A proxy that forwards every host name to a registry without TLS, and records its requests. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer(({ method = '', url = '' }, response) => {
    asked.push(`${method} ${url}`);
    response.end(url.endsWith(digestOf(config)) ? config : manifest);
  });
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(`CONNECT ${url}`);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the proxy of VS Code', function () {
  this.timeout(120_000);
  const set = async (settings: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(settings)) {
      await workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
    }
  };
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  const hosts = ['override', 'on', 'off', 'without'].map((name) => `${name}.registry.invalid`);
  before(async () => {
    proxy = await startProxy();
    await set({ 'http.proxy': proxy.url, 'multiarch.insecureRegistries': hosts });
  });
  beforeEach(() => {
    proxy.asked.length = 0;
  });
  after(async () => {
    const names = ['http.proxy', 'http.proxySupport', 'http.noProxy', 'multiarch.insecureRegistries'];
    await set(Object.fromEntries(names.map((name) => [name, undefined])));
    proxy.stop();
  });

  for (const support of ['override', 'on']) {
    it(`is used for registries with http.proxySupport “${support}”`, async () => {
      await set({ 'http.proxySupport': support });
      const host = `${support}.registry.invalid`;
      const image = await (await api()).inspectImage(`${host}/app:1`);
      assert.equal(image.images[0]?.platform, 'linux/arm64');
      assert.deepEqual(proxy.asked, [
        `CONNECT ${host}:443`,
        `GET http://${host}/v2/app/manifests/1`,
        `GET http://${host}/v2/app/blobs/${digestOf(config)}`,
      ]);
    });
  }

  it('is not used where it is off, nor for hosts that go without', async () => {
    const { inspectImage } = await api();
    await set({ 'http.proxySupport': 'off' });
    await assert.rejects(inspectImage('off.registry.invalid/app:1'));
    await set({ 'http.proxySupport': 'override', 'http.noProxy': ['without.registry.invalid'] });
    await assert.rejects(inspectImage('without.registry.invalid/app:1'));
    assert.deepEqual(proxy.asked, []);
  });
});

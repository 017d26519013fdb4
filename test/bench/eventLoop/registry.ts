// A registry with 200 indexes of two platforms in a separate process, so that its time is not the extension's.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};
const documents = new Map<string, { readonly type: string; readonly body: string; readonly digest: string }>();

function put(type: string, value: unknown, ...names: readonly string[]) {
  const body = JSON.stringify(value);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  for (const name of [digest, ...names]) {
    documents.set(name, { type, body, digest });
  }
  return { mediaType: type, digest, size: body.length };
}

for (let index = 0; index < Number(process.argv[2]); index++) {
  const manifests = ['amd64', 'arm64'].map((architecture) => {
    const config = put(types.config, { os: 'linux', architecture, created: '2026-01-01T00:00:00Z', index });
    const layers = Array.from({ length: 8 }, (_, layer) => ({
      mediaType: types.layer,
      digest: `sha256:${createHash('sha256').update(`${index}-${layer}`).digest('hex')}`,
      size: 1000 + layer,
    }));
    const manifest = put(types.manifest, { schemaVersion: 2, mediaType: types.manifest, config, layers });
    return { ...manifest, platform: { os: 'linux', architecture } };
  });
  put(types.index, { schemaVersion: 2, mediaType: types.index, manifests }, String(index));
}

const server = createServer((request, response) => {
  const found = documents.get(request.url?.split('/').at(-1) ?? '');
  if (request.url === '/v2/') {
    response.end('{}');
  } else if (found) {
    response.writeHead(200, {
      'Content-Type': found.type,
      'Docker-Content-Digest': found.digest,
      'Content-Length': found.body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  } else {
    response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
  }
}).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();

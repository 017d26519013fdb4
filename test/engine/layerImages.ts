import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Registry } from '../bed/engine/registry.ts';

/** A stored layer: in memory, or a file if it is too large for that. */
export type StoredLayer = Buffer | { readonly file: string };

interface Pushed {
  readonly digest: string;
  readonly size: number;
}

/** Pushes images with custom layers to a registry, without an engine. */
export function layerImages({ url, host }: Pick<Registry, 'url' | 'host'>) {
  const send = async (target: string | URL, request: RequestInit & { duplex?: 'half' }) => {
    const answer = await fetch(target, request);
    if (!answer.ok) {
      throw new Error(`${String(target)}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  };

  async function blob(repository: string, content: StoredLayer): Promise<Pushed> {
    const hash = createHash('sha256');
    const chunks: AsyncIterable<Buffer> | Iterable<Buffer> = Buffer.isBuffer(content)
      ? [content]
      : (createReadStream(content.file) as AsyncIterable<Buffer>);
    for await (const chunk of chunks) {
      hash.update(chunk);
    }
    const digest = `sha256:${hash.digest('hex')}`;
    const size = Buffer.isBuffer(content) ? content.length : (await stat(content.file)).size;
    const started = await send(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const place = new URL(started.headers.get('location') ?? '', url);
    place.searchParams.set('digest', digest);
    await send(place, {
      method: 'PUT',
      body: Buffer.isBuffer(content) ? new Uint8Array(content) : ReadableStream.from(createReadStream(content.file)),
      duplex: 'half',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    });
    return { digest, size };
  }

  return {
    /** An image for linux/amd64; the lowest layer comes first. */
    async push(name: string, config: object, layers: readonly StoredLayer[]): Promise<{ ref: string; digest: string }> {
      const repository = `layers/${name}`;
      const configuration = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', config }));
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType,
          config: {
            mediaType: 'application/vnd.oci.image.config.v1+json',
            ...(await blob(repository, configuration)),
          },
          layers: await Promise.all(
            layers.map(async (layer) => ({
              mediaType: 'application/vnd.oci.image.layer.v1.tar',
              ...(await blob(repository, layer)),
            })),
          ),
        }),
      );
      const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
      await send(`${url}/v2/${repository}/manifests/1`, {
        method: 'PUT',
        body: new Uint8Array(manifest),
        headers: { 'content-type': mediaType },
      });
      return { ref: `${host}/${repository}:1`, digest };
    },
  };
}

import { createHash } from 'node:crypto';

const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Pushes raw bodies to a registry that no tool would create. */
export interface RawRegistry {
  readonly repository: string;
  /** The reference of the pushed body. */
  readonly ref: (tag: string) => string;
  readonly blob: (content: string | Uint8Array, mediaType?: string) => Promise<Descriptor>;
  /** A manifest with a configuration for a platform and one layer. */
  readonly image: (platform: Readonly<Record<string, unknown>>, more?: object, type?: string) => Promise<Descriptor>;
  readonly index: (tag: string, entries: readonly object[], more?: object, type?: string) => Promise<Descriptor>;
  readonly put: (name: string, body: object | string, type: string) => Promise<Descriptor>;
  /** Removes a manifest; keeps references to it. */
  readonly remove: (digest: string) => Promise<void>;
}

export const types = {
  ociIndex: `${oci}.index.v1+json`,
  ociManifest: `${oci}.manifest.v1+json`,
  dockerList: `${docker}.distribution.manifest.list.v2+json`,
  dockerManifest: `${docker}.distribution.manifest.v2+json`,
};

const digestOf = (content: string | Uint8Array) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

export function rawRegistry(host: string, repository: string, authorization?: string, scheme = 'http'): RawRegistry {
  const base = `${scheme}://${host}/v2/${repository}`;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const ask = async (method: string, url: string, content: string | Uint8Array | undefined, type: string) => {
    const body = typeof content === 'string' ? content : content ? new Uint8Array(content) : null;
    const answer = await fetch(url, { method, body, headers: { ...headers, 'content-type': type } });
    if (!answer.ok) {
      throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  };

  const blob = async (content: string | Uint8Array, mediaType = `${oci}.layer.v1.tar`): Promise<Descriptor> => {
    const digest = digestOf(content);
    const started = await ask('POST', `${base}/blobs/uploads/`, '', 'application/octet-stream');
    const place = new URL(started.headers.get('location') ?? '', base);
    place.searchParams.set('digest', digest);
    await ask('PUT', place.href, content, 'application/octet-stream');
    return { mediaType, digest, size: Buffer.byteLength(content) };
  };
  const put = async (name: string, content: object | string, type: string): Promise<Descriptor> => {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    const digest = digestOf(body);
    await ask('PUT', `${base}/manifests/${name === '' ? digest : name}`, body, type);
    return { mediaType: type, digest, size: Buffer.byteLength(body) };
  };
  return {
    repository,
    ref: (tag) => `${host}/${repository}:${tag}`,
    blob,
    put,
    async remove(digest) {
      await ask('DELETE', `${base}/manifests/${digest}`, undefined, types.ociManifest);
    },
    async image(platform, more = {}, type = types.ociManifest) {
      const isDocker = type === types.dockerManifest;
      const layer = await blob(
        `layer of ${JSON.stringify(platform)}`,
        isDocker ? `${docker}.image.rootfs.diff.tar.gzip` : `${oci}.layer.v1.tar+gzip`,
      );
      const config = await blob(
        JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [layer.digest] } }),
        isDocker ? `${docker}.container.image.v1+json` : `${oci}.config.v1+json`,
      );
      return put('', { schemaVersion: 2, mediaType: type, config, layers: [layer], ...more }, type);
    },
    index: (tag, entries, more = {}, type = types.ociIndex) =>
      put(tag, { schemaVersion: 2, mediaType: type, manifests: entries, ...more }, type),
  };
}

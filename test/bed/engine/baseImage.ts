import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DebianArchitecture } from './debian.ts';
import { unpackBusybox } from './packages.ts';
import type { Registry } from './registry.ts';
import { packTar } from './tar.ts';

export interface BaseImageRequest {
  /** Repository and tag. Default: `base:1`. */
  readonly name?: string;
  /** Default: both. */
  readonly architectures?: readonly DebianArchitecture[];
  /** A single manifest instead of an index; for one architecture. */
  readonly bareManifest?: boolean;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const programs =
  'ash awk base64 basename cat chmod chown cp cut date dd dirname echo env false find grep gunzip gzip head hostname httpd id ' +
  'ln ls md5sum mkdir mktemp mv nc nproc od printenv printf ps pwd rm rmdir sed seq sh sha256sum sleep sort stat tail tar tee ' +
  'test touch tr true uname uniq vi wc wget which whoami xargs yes';

/**
 * Pushes a small Linux (a static BusyBox) directly to the registry, without an engine and without running programs of the other
 * architecture. The same packages give the same digests. Resolves to the reference.
 */
export async function pushBaseImage(
  registry: Pick<Registry, 'host' | 'url' | 'authorization'>,
  { name = 'base:1', architectures = ['amd64', 'arm64'], bareManifest = false }: BaseImageRequest = {},
): Promise<string> {
  const [repository = name, tag = 'latest'] = name.split(':');
  const target = {
    base: `${registry.url}/v2/${repository}`,
    headers: registry.authorization === undefined ? {} : { authorization: registry.authorization },
  };
  const manifests = await Promise.all(
    architectures.map(async (architecture) => ({
      ...(await pushManifest(target, architecture, bareManifest ? tag : undefined)),
      platform: { architecture, os: 'linux' },
    })),
  );
  if (!bareManifest) {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    await putManifest(target, { schemaVersion: 2, mediaType, manifests }, tag);
  }
  return `${registry.host}/${name}`;
}

interface Target {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function pushManifest(
  target: Target,
  architecture: DebianArchitecture,
  tag: string | undefined,
): Promise<Descriptor> {
  const files = packTar([
    { path: 'bin/', mode: 0o755, folder: true },
    { path: 'bin/busybox', mode: 0o755, data: await readFile(join(await unpackBusybox(architecture), 'bin/busybox')) },
    ...programs.split(' ').map((program) => ({ path: `bin/${program}`, linkTo: 'bin/busybox' })),
    { path: 'etc/', mode: 0o755, folder: true },
    {
      path: 'etc/passwd',
      mode: 0o644,
      data: Buffer.from('root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'),
    },
    { path: 'tmp/', mode: 0o1777, folder: true },
  ]);
  const layer = await putBlob(target, 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(files));
  const configuration = {
    architecture,
    os: 'linux',
    config: { Env: ['PATH=/bin'], Cmd: ['/bin/sh'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(files)] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'test bed' }],
    created: '1970-01-01T00:00:00Z',
  };
  const config = await putBlob(
    target,
    'application/vnd.oci.image.config.v1+json',
    Buffer.from(JSON.stringify(configuration)),
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return putManifest(target, { schemaVersion: 2, mediaType, config, layers: [layer] }, tag);
}

async function putBlob(target: Target, mediaType: string, data: Buffer): Promise<Descriptor> {
  const digest = digestOf(data);
  const started = await send(target, `${target.base}/blobs/uploads/`, { method: 'POST' });
  const upload = new URL(started.headers.get('location')!, target.base);
  upload.searchParams.set('digest', digest);
  await send(target, upload, {
    method: 'PUT',
    body: new Uint8Array(data),
    headers: { 'content-type': 'application/octet-stream' },
  });
  return { mediaType, digest, size: data.length };
}

async function putManifest(
  target: Target,
  manifest: { readonly mediaType: string; readonly [key: string]: unknown },
  tag: string | undefined,
): Promise<Descriptor> {
  const data = Buffer.from(JSON.stringify(manifest));
  const digest = digestOf(data);
  await send(target, `${target.base}/manifests/${tag ?? digest}`, {
    method: 'PUT',
    body: new Uint8Array(data),
    headers: { 'content-type': manifest.mediaType },
  });
  return { mediaType: manifest.mediaType, digest, size: data.length };
}

async function send(
  target: Target,
  url: string | URL,
  request: { method: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
): Promise<Response> {
  const response = await fetch(url, { ...request, headers: { ...target.headers, ...request.headers } });
  if (!response.ok) {
    throw new Error(`${request.method} ${String(url)}: ${response.status} ${await response.text()}`);
  }
  return response;
}

function digestOf(data: Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

import { gunzipSync } from 'node:zlib';

/** The contents of the registry for one platform. */
export interface Child {
  readonly platform: string;
  readonly digest: string;
  /** The architecture of the program `/bin/busybox` in it, by its ELF header. */
  readonly machine: string;
}

interface Descriptor {
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const types = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];
const accept = [...types, ...types.map((type) => type.replace(/index|manifest\.list/, 'manifest'))].join(', ');
/** The field `e_machine` of an ELF header. */
const machines: Readonly<Record<number, string>> = { 0x3e: 'x86-64', 0xb7: 'AArch64' };

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { headers: { accept } });
  if (!response.ok) {
    throw new Error(`GET ${url}: ${response.status}`);
  }
  return response;
}

/**
 * Reads an index directly from a registry, without Docker and without the extension: its images without attestations.
 * @param registry such as `http://127.0.0.1:5000`
 */
export async function readBack(
  registry: string,
  repository: string,
  tag: string,
): Promise<{ digest: string; children: Child[] }> {
  const base = `${registry}/v2/${repository}`;
  const response = await get(`${base}/manifests/${tag}`);
  const type = response.headers.get('content-type') ?? '';
  if (!types.includes(type)) {
    throw new Error(`the registry holds no index but ${type}`);
  }
  const { manifests } = (await response.json()) as { manifests: Descriptor[] };
  const images = manifests.filter(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest',
  );
  const children = await Promise.all(
    images.map(async ({ digest, platform }) => ({
      platform: platform ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') : 'none',
      digest,
      machine: await machineOf(base, digest),
    })),
  );
  return { digest: response.headers.get('docker-content-digest') ?? '', children };
}

async function machineOf(base: string, digest: string): Promise<string> {
  const { layers } = (await (await get(`${base}/manifests/${digest}`)).json()) as { layers: Descriptor[] };
  for (const layer of layers) {
    const tar = gunzipSync(Buffer.from(await (await get(`${base}/blobs/${layer.digest}`)).arrayBuffer()));
    const program = findInTar(tar, 'bin/busybox');
    if (program?.subarray(0, 4).toString('latin1') === '\u007fELF') {
      const machine = program.readUInt16LE(18);
      return machines[machine] ?? `ELF machine ${machine}`;
    }
  }
  return 'no program found';
}

/** The contents of a file in a tar archive. */
function findInTar(tar: Buffer, name: string): Buffer | undefined {
  for (let at = 0; at + 512 <= tar.length;) {
    const text = (from: number, length: number) =>
      tar.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = parseInt(text(124, 12).trim() || '0', 8);
    if (text(0, 100).replace(/^\.?\//, '') === name) {
      return tar.subarray(at + 512, at + 512 + size);
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}

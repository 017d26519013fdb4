import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import type { Registry } from '../bed/engine/registry.ts';

interface Entry {
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Reads a registry over HTTP, independent of the product: the product's results are compared with this. */
export function readRegistry({ url, authorization }: Pick<Registry, 'url' | 'authorization'>) {
  const headers = { accept, ...(authorization !== undefined && { authorization }) };
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${url}/v2/${path}`, { headers });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status}`);
    }
    return response;
  };
  return {
    /** The entries of an index. */
    async index(repository: string, tag: string): Promise<{ digest: string; entries: readonly Entry[] }> {
      const response = await get(`${repository}/manifests/${tag}`);
      const { manifests } = (await response.json()) as { manifests: Entry[] };
      return { digest: response.headers.get('docker-content-digest') ?? '', entries: manifests };
    },
    /** The machine of `/bin/busybox` in an image, by its ELF header: `x86-64`, `aarch64`. */
    async elfMachine(repository: string, digest: string): Promise<string> {
      const manifest = (await (await get(`${repository}/manifests/${digest}`)).json()) as { layers: Entry[] };
      for (const layer of manifest.layers) {
        const bytes = Buffer.from(await (await get(`${repository}/blobs/${layer.digest}`)).arrayBuffer());
        const file = extract(gunzipSync(bytes), 'bin/busybox');
        if (file) {
          return machineOf(file);
        }
      }
      throw new Error(`no busybox in ${digest}`);
    },
  };
}

function extract(tar: Buffer, name: string): Buffer | undefined {
  try {
    const file = execFileSync('tar', ['-xO', '-f', '-', name], {
      input: tar,
      maxBuffer: 1 << 26,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return file.length > 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

function machineOf(elf: Buffer): string {
  const machines: Readonly<Record<number, string>> = { 0x3e: 'x86-64', 0xb7: 'aarch64' };
  return elf.subarray(1, 4).toString() === 'ELF' ? (machines[elf.readUInt16LE(18)] ?? 'other') : 'no ELF';
}

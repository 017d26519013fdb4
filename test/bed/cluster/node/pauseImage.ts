import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineArchitecture } from '../../engine/debian.ts';
import { unpackTools } from '../../engine/packages.ts';
import { packTar, type TarEntry } from '../../engine/tar.ts';

/** The image of a pod's sandbox, which only keeps its namespaces. */
export const pauseImage = 'bed.invalid/pause:1';

/** Writes it as an OCI archive, which `ctr images import` reads. */
export async function writePauseArchive(file: string): Promise<void> {
  const blobs: TarEntry[] = [];
  const add = (mediaType: string, data: Buffer) => {
    const sum = createHash('sha256').update(data).digest('hex');
    blobs.push({ path: `blobs/sha256/${sum}`, mode: 0o644, data });
    return { mediaType, digest: `sha256:${sum}`, size: data.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const oci = 'application/vnd.oci.image';
  const layer = add(
    `${oci}.layer.v1.tar`,
    packTar([{ path: 'busybox', mode: 0o755, data: await readFile(join(await unpackTools(), 'bin/busybox')) }]),
  );
  const config = add(
    `${oci}.config.v1+json`,
    json({
      architecture: machineArchitecture(),
      os: 'linux',
      config: { Entrypoint: ['/busybox', 'sleep', 'infinity'] },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
  );
  const mediaType = `${oci}.manifest.v1+json`;
  const manifest = add(mediaType, json({ schemaVersion: 2, mediaType, config, layers: [layer] }));
  const entry = { ...manifest, annotations: { 'io.containerd.image.name': pauseImage } };
  await writeFile(
    file,
    packTar([
      { path: 'oci-layout', mode: 0o644, data: json({ imageLayoutVersion: '1.0.0' }) },
      { path: 'index.json', mode: 0o644, data: json({ schemaVersion: 2, manifests: [entry] }) },
      ...blobs,
    ]),
  );
}

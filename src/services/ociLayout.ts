import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  describeImage,
  readConfig,
  readManifest,
  type ImageConfig,
  type ImageDocuments,
  type InspectedImage,
  type Manifest,
} from '../domain/image.ts';

/**
 * Describes the image in an OCI layout on disk (OCI image-spec, image-layout.md) from the bytes that lie there; each blob
 * has to hash to its name. Rejects when the folder is no layout.
 *
 * @param wanted digest of the image; without it the newest one of the layout
 */
export async function readLayout(folder: string, wanted?: string): Promise<InspectedImage> {
  const index = JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8')) as {
    manifests?: { digest?: string }[];
  };
  const digest = wanted ?? index.manifests?.at(-1)?.digest;
  if (digest === undefined) {
    throw new Error(`${folder} holds no image`);
  }
  const top = toManifest(await readBlob(folder, digest));
  if (top === undefined) {
    throw new Error(`${digest} in ${folder} is no image manifest`);
  }
  const manifests = new Map<string, Manifest | undefined>([[digest, top]]);
  const configs = new Map<string, ImageConfig | undefined>();
  const documents: ImageDocuments = { manifests, configs };
  for (;;) {
    const { image, wanted: missing } = describeImage(folder, digest, top, documents);
    if (missing.length === 0) {
      return image;
    }
    for (const document of missing) {
      const manifest = toManifest(await readBlob(folder, document.digest).catch(() => ''));
      if (document.what === 'manifest') {
        manifests.set(document.digest, manifest);
      } else {
        const config = manifest?.kind === 'manifest' ? manifest.config.digest : undefined;
        configs.set(document.digest, config === undefined ? undefined : readConfig(await readBlob(folder, config)));
      }
    }
  }
}

async function readBlob(folder: string, digest: string): Promise<string> {
  const [algorithm, hash] = /^(sha256|sha512):([0-9a-f]{64,128})$/.exec(digest)?.slice(1) ?? [];
  if (algorithm === undefined || hash === undefined) {
    throw new Error(`${digest} is no digest`);
  }
  const bytes = await readFile(path.join(folder, 'blobs', algorithm, hash));
  if (createHash(algorithm).update(bytes).digest('hex') !== hash) {
    throw new Error(`${digest} in ${folder} holds something else`);
  }
  return bytes.toString('utf8');
}

function toManifest(text: string): Manifest | undefined {
  const read = readManifest(text);
  return read.ok ? read.value : undefined;
}

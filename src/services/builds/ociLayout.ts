import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { countEntries } from '../../domain/image/expansion.ts';
import { describeImage, type InspectedImage, type WantedDocument } from '../../domain/image/describe.ts';
import { readConfig } from '../../domain/image/config.ts';
import { readManifest, type Manifest } from '../../domain/image/manifest.ts';
import { isDigest } from '../../domain/image/reference.ts';
import { mostDocument, mostEntries, mostLevels } from '../images/bounds.ts';
import { readAll, type Reading } from '../images/readAll.ts';

/**
 * Describes the image in an OCI layout on disk (OCI image-spec, image-layout.md). Reads the stored bytes and checks the digest of each
 * blob. The same limits apply as for a registry, because the folder is untrusted. Rejects if it is not a layout, or is larger than any
 * image.
 *
 * @param wanted the digest of the image; by default the newest one in the layout
 */
export async function readLayout(folder: string, wanted?: string): Promise<InspectedImage> {
  const index = readManifest((await readInside(folder, 'index.json')).toString('utf8'));
  const entries = index.ok && index.value.kind === 'index' ? index.value.entries : [];
  const digest = wanted ?? entries.at(-1)?.digest;
  if (!index.ok || digest === undefined) {
    throw new Error(`${folder} holds no image`);
  }
  const top = await manifestIn(folder, digest);
  if (top === undefined) {
    throw new Error(`${digest} in ${folder} is no image manifest`);
  }
  const known: Reading = { manifests: new Map([[digest, top]]), configs: new Map() };
  async function read(document: WantedDocument): Promise<void> {
    const manifest = await manifestIn(folder, document.digest).catch(() => undefined);
    if (document.what === 'manifest') {
      known.manifests.set(document.digest, manifest);
    } else {
      const config = manifest?.kind === 'manifest' ? manifest.config.digest : undefined;
      const text = config === undefined ? undefined : (await readBlob(folder, config)).toString('utf8');
      known.configs.set(document.digest, text === undefined ? undefined : readConfig(text));
    }
  }
  const describe = () => {
    if (countEntries(top, known.manifests, mostLevels) > mostEntries) {
      throw new Error(`${folder} has indexes inside indexes with more than ${mostEntries} entries`);
    }
    return describeImage(folder, digest, top, known);
  };
  return readAll(describe, read, (most) => new Error(`${folder} has more than ${most} manifests and configurations`));
}

async function manifestIn(folder: string, digest: string): Promise<Manifest | undefined> {
  const read = readManifest((await readBlob(folder, digest)).toString('utf8'));
  return read.ok ? read.value : undefined;
}

async function readBlob(folder: string, digest: string): Promise<Buffer> {
  const [algorithm = '', hash = ''] = isDigest(digest) ? digest.split(':') : [];
  if (hash === '') {
    throw new Error(`${digest} is no digest`);
  }
  const bytes = await readInside(folder, 'blobs', algorithm, hash);
  if (createHash(algorithm).update(bytes).digest('hex') !== hash) {
    throw new Error(`${digest} in ${folder} holds something else`);
  }
  return bytes;
}

/** The bytes of a file inside the folder. Does not follow links out of it, and does not block on pipes or devices. */
async function readInside(folder: string, ...names: readonly string[]): Promise<Buffer> {
  const file = await realpath(path.join(folder, ...names));
  const within = path.relative(await realpath(folder), file);
  if (within.startsWith('..') || path.isAbsolute(within)) {
    throw new Error(`${names.join('/')} lies outside of ${folder}`);
  }
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > mostDocument) {
      throw new Error(`${names.join('/')} in ${folder} is no file of at most ${mostDocument} bytes`);
    }
    // the file may grow, so read only the size of a moment ago
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(facts.size), 0, facts.size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

import { createHash } from 'node:crypto';
import { readFileKind } from '../../domain/inside/fileKind.ts';
import { linkTarget, normalized, windowsPath } from '../../domain/inside/filePaths.ts';
import { RegistryError } from '../../tools/registry/errors.ts';
import { LayerFiles } from './layerFiles.ts';
import { createLayerUnpacker, type LayerEntry } from './unpackLayer.ts';

/** What may still be read of an image; counted down. */
export interface ReadingBudget {
  /** Bytes as they are when unpacked. */
  unpacked: number;
  /** Entries of archives. */
  entries: number;
  /** What is remembered of them. */
  remembered: number;
}

/** More than that is not read. */
export class LayerTooLarge extends Error {}

interface LayerReading {
  readonly digest: string;
  readonly windows: boolean;
  /** Paths of which it is to be known whether they are there, whatever they are. */
  readonly wanted: ReadonlySet<string>;
  readonly budget: ReadingBudget;
  /** So many bytes more have come, as they are stored. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads a layer in one pass and remembers what could matter of it. Rejects with `RegistryError` where its bytes are not those
 * that its digest names, and with `LayerTooLarge`.
 */
export async function readLayer(body: AsyncIterable<Uint8Array>, reading: LayerReading): Promise<LayerFiles> {
  const { digest, budget, onBytes } = reading;
  const algorithm = digest.slice(0, digest.indexOf(':'));
  const hash = createHash(algorithm);
  const files = new LayerFiles();
  const unpacker = createLayerUnpacker({
    onBytes: (bytes) => {
      budget.unpacked -= bytes;
      if (budget.unpacked < 0) {
        throw new LayerTooLarge();
      }
    },
    onEntry: (entry) => {
      const before = files.size;
      remember(files, entry, reading);
      budget.remembered -= files.size - before;
      if (--budget.entries < 0 || budget.remembered < 0) {
        throw new LayerTooLarge();
      }
    },
  });
  try {
    for await (const piece of body) {
      hash.update(piece);
      await unpacker.write(piece);
      onBytes(piece.length);
    }
    await unpacker.end();
  } catch (error) {
    unpacker.destroy();
    throw error;
  }
  requireDigest(digest, `${algorithm}:${hash.digest('hex')}`);
  if (unpacker.failed) {
    files.markUnreadable();
  }
  return files;
}

/** Throws where a registry answered with something else than it was asked for. */
export function requireDigest(wanted: string, actual: string): void {
  if (actual !== wanted) {
    throw new RegistryError('broken', `${wanted}: the registry answered with something else, ${actual}`);
  }
}

/** Longer ones are none (`PATH_MAX` of Linux). */
const longestPath = 4096;
const executableByAnyone = 0o111;
const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

function remember(
  files: LayerFiles,
  { header, head }: LayerEntry,
  { windows, wanted }: Pick<LayerReading, 'windows' | 'wanted'>,
): void {
  const { name, type, linkname, mode = 0 } = header;
  if (name.length > longestPath || (linkname?.length ?? 0) > longestPath) {
    return;
  }
  const inArchive = (path: string) => (windows ? windowsPath(path).replace(/^files\//, '') : normalized(path));
  const path = inArchive(name);
  const slash = path.lastIndexOf('/') + 1;
  const [folder, own] = [path.slice(0, slash), path.slice(slash)];
  if (own === opaque) {
    files.empty(folder.slice(0, -1));
  } else if (own.startsWith(`${whiteout}${whiteout}`)) {
    // notes of AUFS
  } else if (own.startsWith(whiteout)) {
    files.takeAway(`${folder}${own.slice(whiteout.length)}`);
  } else if (type === 'link' && linkname) {
    files.add(path, { kind: 'link', target: inArchive(linkname) });
  } else if (type === 'symlink' && linkname) {
    files.add(path, { kind: 'link', target: linkTarget(path, windows ? inArchive(linkname) : linkname) });
  } else if (type === 'file' || type === 'contiguous-file') {
    const is = readFileKind(head);
    const executable = windows || (mode & executableByAnyone) !== 0;
    // what nobody may execute can be a program where somebody has forgotten that
    if (executable || is.kind === 'program' || is.kind === 'script' || wanted.has(path)) {
      files.add(path, { kind: 'file', is, executable });
    }
  }
}

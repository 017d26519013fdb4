import { createHash } from 'node:crypto';
import type { InsideBudget } from '../../domain/inside/budget.ts';
import { readFileKind } from '../../domain/inside/fileKind.ts';
import { linkTarget, normalized, windowsPath } from '../../domain/inside/filePaths.ts';
import { createTarReader, NotAnArchive, type TarEntry } from '../../domain/inside/tar.ts';
import { createDecompressor } from './decompress.ts';
import type { LayerFiles } from './layerFiles.ts';

interface LayerReading {
  readonly digest: string;
  readonly windows: boolean;
  /** Paths whose existence matters, regardless of their type. */
  readonly wanted: ReadonlySet<string>;
  readonly budget: InsideBudget;
  /** Number of additional stored bytes. */
  readonly onBytes: (bytes: number) => void;
}

/** The registry returned something other than what was requested. */
export class WrongDigest extends Error {}

/**
 * Reads a layer in one pass and keeps the relevant facts. Rejects with `WrongDigest` if its bytes do not match its digest, with
 * `BudgetExceeded`, and with errors of the body.
 */
export async function readLayer(
  body: AsyncIterable<Uint8Array>,
  files: LayerFiles,
  { digest, onBytes, budget, ...reading }: LayerReading,
): Promise<void> {
  const algorithm = algorithmOf(digest);
  const hash = createHash(algorithm);
  let unpacked = 0;
  let isArchive = true as boolean;
  const archive = createTarReader(budget, (entry) => {
    remember(files, entry, { ...reading, budget });
  });
  const decompressor = createDecompressor(budget, (bytes) => {
    unpacked += bytes.length;
    budget.require('layerBytes', unpacked);
    budget.spend('unpackedBytes', bytes.length);
    archive.write(bytes);
  });
  /** Once it is known not to be an archive, only its digest is computed. */
  const whileArchive = async (work: () => Promise<void>) => {
    if (isArchive) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof NotAnArchive)) {
          throw error;
        }
        isArchive = false;
      }
    }
  };
  try {
    for await (const piece of body) {
      hash.update(piece);
      await whileArchive(() => decompressor.write(piece));
      onBytes(piece.length);
    }
    await whileArchive(async () => {
      await decompressor.end();
      archive.end();
    });
  } finally {
    decompressor.destroy();
  }
  requireDigest(digest, `${algorithm}:${hash.digest('hex')}`);
  if (!isArchive) {
    files.markUnreadable();
  }
}

/** Throws `WrongDigest` if these bytes do not match the digest. */
export function requireBytes(digest: string, bytes: Uint8Array): void {
  const algorithm = algorithmOf(digest);
  requireDigest(digest, `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
}

function requireDigest(wanted: string, actual: string): void {
  if (actual !== wanted) {
    throw new WrongDigest(`${wanted}: the registry answered with something else, ${actual}`);
  }
}

function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}

const executableByAnyone = 0o111;
const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

function remember(
  files: LayerFiles,
  { name, type, link, mode, head }: TarEntry,
  { windows, wanted, budget }: Pick<LayerReading, 'windows' | 'wanted' | 'budget'>,
): void {
  const { path: longest } = budget.limits;
  if (name.length > longest || link.length > longest) {
    return;
  }
  const inArchive = (path: string) => (windows ? windowsPath(path).replace(/^files\//, '') : normalized(path));
  const path = inArchive(name);
  const slash = path.lastIndexOf('/') + 1;
  const [folder, own] = [path.slice(0, slash), path.slice(slash)];
  if (own === opaque) {
    files.empty(folder.slice(0, -1));
  } else if (own.startsWith(`${whiteout}${whiteout}`)) {
    // metadata of AUFS
  } else if (own.startsWith(whiteout)) {
    files.takeAway(`${folder}${own.slice(whiteout.length)}`);
  } else if (type === 'link' && link !== '') {
    files.add(path, { kind: 'link', target: inArchive(link) });
  } else if (type === 'symlink' && link !== '') {
    files.add(path, { kind: 'link', target: linkTarget(path, windows ? inArchive(link) : link) });
  } else if (type === 'file') {
    const is = readFileKind(head);
    const executable = windows || (mode & executableByAnyone) !== 0;
    // a file without execute permission can still be the program, with the permission forgotten
    if (executable || is.kind === 'program' || is.kind === 'script' || wanted.has(path)) {
      files.add(path, { kind: 'file', is, executable });
    }
  }
}

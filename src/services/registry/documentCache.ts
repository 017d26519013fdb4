import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDigest, repositoryOf, type ImageReference } from '../../domain/image/reference.ts';

/**
 * Permanently stores manifests and configurations on disk by digest, because content with a digest never changes. Each repository has its
 * own folder, because another one may not have the same content. Nothing here rejects: what cannot be read or stored is requested.
 */
export interface DocumentCache {
  get(repository: ImageReference, digest: string): Promise<Buffer | undefined>;
  /** Stores content with this digest; skips other content, and content that is too large. */
  set(repository: ImageReference, digest: string, body: Buffer): Promise<void>;
  /** Whether anything of the repository is stored. */
  has(repository: ImageReference): Promise<boolean>;
}

interface CacheBounds {
  readonly files: number;
  readonly bytes: number;
}

const usualBounds: CacheBounds = { files: 4000, bytes: 64 * 1024 * 1024 };
const largest = 1024 * 1024;

/** @param folder shared by all windows; created with the first stored file */
export function createDocumentCache(folder: string, bounds = usualBounds): DocumentCache {
  /** The stored files known to this process; those of other processes are found at the next scan. */
  let known: Promise<{ files: number; bytes: number }> | undefined;
  let sweeping: Promise<unknown> = Promise.resolve();

  const folderOf = (repository: ImageReference) =>
    path.join(folder, createHash('sha256').update(repositoryOf(repository)).digest('hex').slice(0, 32));
  const fileOf = (repository: ImageReference, digest: string) =>
    path.join(folderOf(repository), digest.replace(':', '-'));

  async function keep(file: string, body: Buffer): Promise<void> {
    const total = await (known ??= measure());
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // no reader ever sees a partial file
    const fresh = `${file}.${randomBytes(6).toString('hex')}`;
    await writeFile(fresh, body, { mode: 0o600 });
    await rename(fresh, file);
    total.files += 1;
    total.bytes += body.length;
    if (total.files > bounds.files || total.bytes > bounds.bytes) {
      known = undefined;
      sweeping = sweeping.then(sweep);
      await sweeping;
    }
  }

  async function measure(): Promise<{ files: number; bytes: number }> {
    const all = await listed(folder);
    return { files: all.length, bytes: all.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Removes the oldest files and some more, so that this is rarely needed. */
  async function sweep(): Promise<void> {
    const all = (await listed(folder)).sort((one, other) => one.at - other.at);
    let [files, bytes] = [all.length, all.reduce((sum, { size }) => sum + size, 0)];
    for (const { file, size } of all) {
      if (files <= bounds.files * 0.8 && bytes <= bounds.bytes * 0.8) {
        break;
      }
      await rm(file, { force: true }).catch(() => undefined);
      [files, bytes] = [files - 1, bytes - size];
    }
  }

  return {
    async get(repository, digest) {
      // it becomes a file name
      if (!isDigest(digest)) {
        return undefined;
      }
      const file = fileOf(repository, digest);
      const body = await readFile(file).catch(() => undefined);
      if (body !== undefined && !isOf(body, digest)) {
        await rm(file, { force: true }).catch(() => undefined);
        return undefined;
      }
      return body;
    },
    async set(repository, digest, body) {
      if (body.length <= largest && isDigest(digest) && isOf(body, digest)) {
        await keep(fileOf(repository, digest), body).catch(() => undefined);
      }
    },
    has: async (repository) => (await readdir(folderOf(repository)).catch(() => [])).length > 0,
  };
}

function isOf(body: Buffer, digest: string): boolean {
  const [algorithm = '', hex] = digest.split(':');
  return createHash(algorithm).update(body).digest('hex') === hex;
}

/** All files of all repositories. */
async function listed(folder: string): Promise<{ file: string; size: number; at: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const facts = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch(() => undefined);
      return found ? [{ file, size: found.size, at: found.mtimeMs }] : [];
    }),
  );
  return facts.flat();
}

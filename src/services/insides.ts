import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { headerBytes, readProgram } from '../domain/elfHeader.ts';
import { parseReference, type ImageReference } from '../domain/reference.ts';
import { candidatesFor, linkTarget, normalized, startOf } from '../domain/startOf.ts';
import { isRegistryError } from '../tools/registry/errors.ts';
import type { Images } from './images.ts';
import { diagnoseRegistry } from './registry/registryDiagnosis.ts';
import type { RegistryReader } from './registry/registryReader.ts';

/** What an image for one platform starts, and which processor that is for. */
export type Inside =
  | { readonly state: 'found'; readonly program: string; readonly architecture: string }
  /** It names no program, or one that none of its layers has, or that nobody here knows. */
  | { readonly state: 'noStart' }
  | { readonly state: 'notFound' | 'unknown'; readonly program: string }
  /** A layer is larger than what is read. */
  | { readonly state: 'tooLarge' };

export interface Insides {
  /** Reads layers from the last to the first until the program is found. Rejects with a `DiagnosedError` or `CancelledError`. */
  read(ref: string, digest: string, signal?: AbortSignal): Promise<Inside>;
}

export interface InsidesDeps {
  readonly images: Pick<Images, 'contents'>;
  readonly registry: Pick<RegistryReader, 'blob'>;
}

const mostConfig = 4 * 1024 * 1024;
/** Bytes of all layers together, as they are stored. */
const mostLayers = 300_000_000;
/** Milliseconds for one of them. */
const patience = 5 * 60_000;
/** Links and interpreters that are followed. */
const mostSteps = 8;

/** A file of an image: its first bytes, or where it points to. */
type Found = { readonly head: Uint8Array } | { readonly link: string } | { readonly gone: true };

export function createInsides({ images, registry }: InsidesDeps): Insides {
  return {
    async read(ref, digest, signal) {
      const parsed = parseReference(ref);
      if (!parsed.ok) {
        throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref }, remedies: [] });
      }
      try {
        return await look(parsed.value, ref, digest, signal);
      } catch (error) {
        throw isRegistryError(error) ? diagnoseRegistry(error, parsed.value) : error;
      }
    },
  };

  async function look(name: ImageReference, ref: string, digest: string, signal?: AbortSignal): Promise<Inside> {
    const { config, layers } = await images.contents(ref, digest, signal ? { signal } : {});
    const start = startOf((await checked(name, config.digest, mostConfig, signal)).toString('utf8'));
    if (start === undefined) {
      return { state: 'noStart' };
    }
    const { program } = start;
    let wanted = start.candidates;
    let left = mostLayers;
    const read = new Map<string, Buffer>();
    const stored = async (layer: { readonly digest: string; readonly size: number }): Promise<Buffer | undefined> => {
      const known = read.get(layer.digest);
      if (known === undefined && layer.size > left) {
        return undefined;
      }
      const body = known ?? (await checked(name, layer.digest, layer.size, signal));
      left -= known === undefined ? layer.size : 0;
      read.set(layer.digest, body);
      return body;
    };

    for (let step = 0; step < mostSteps; step++) {
      let found: { readonly path: string; readonly file: Found } | undefined;
      for (const layer of layers.toReversed()) {
        const body = await stored(layer);
        if (body === undefined) {
          return { state: 'tooLarge' };
        }
        found = await findIn(body, wanted);
        if (found) {
          break;
        }
      }
      if (!found || 'gone' in found.file) {
        return { state: 'notFound', program };
      }
      if ('link' in found.file) {
        wanted = [linkTarget(found.path, found.file.link)];
        continue;
      }
      const kind = readProgram(found.file.head);
      if (kind.kind === 'elf' && kind.architecture !== undefined) {
        return { state: 'found', program: `/${found.path}`, architecture: kind.architecture };
      }
      if (kind.kind !== 'script') {
        return { state: 'unknown', program };
      }
      wanted = candidatesFor(kind.interpreter);
    }
    return { state: 'unknown', program };
  }

  /** A blob that is the one that its digest names. */
  async function checked(name: ImageReference, digest: string, most: number, signal?: AbortSignal): Promise<Buffer> {
    const body = await registry.blob(name, digest, most, signal, patience);
    const algorithm = digest.slice(0, digest.indexOf(':'));
    const actual = `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
    if (actual !== digest) {
      const detail = `${digest}: the registry answered with something else, ${actual}`;
      throw new DiagnosedError({ code: 'unknown', params: { detail }, remedies: [] });
    }
    return body;
  }
}

/** The first of these paths that a layer has, or has taken away. */
async function findIn(
  layer: Buffer,
  paths: readonly string[],
): Promise<{ readonly path: string; readonly file: Found } | undefined> {
  const files = new Map<string, Found>();
  const reader = extract();
  const source = decompressed(layer);
  // a layer that is no archive has no files
  source.on('error', (error) => reader.destroy(error));
  source.pipe(reader);
  try {
    for await (const entry of reader) {
      const { name, type, linkname, size = 0 } = entry.header;
      const path = normalized(name);
      const gone = path.replace(/(^|\/)\.wh\.([^/]+)$/, '$1$2');
      if (gone !== path) {
        if (paths.includes(gone)) {
          files.set(gone, { gone: true });
        }
      } else if (paths.includes(path)) {
        if ((type === 'symlink' || type === 'link') && linkname) {
          files.set(path, { link: type === 'link' ? `/${linkname}` : linkname });
        } else if (type === 'file' || type === 'contiguous-file') {
          files.set(path, { head: await headOf(entry, size) });
          continue;
        }
      }
      entry.resume();
    }
  } catch {
    return undefined;
  }
  const path = paths.find((each) => files.has(each));
  const file = path === undefined ? undefined : files.get(path);
  return path !== undefined && file ? { path, file } : undefined;
}

async function headOf(entry: AsyncIterable<Buffer>, size: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of entry) {
    if (length < headerBytes) {
      chunks.push(chunk);
      length += chunk.length;
    }
  }
  return Buffer.concat(chunks).subarray(0, Math.min(headerBytes, size));
}

/** By what it begins with: gzip, zstd, or a tar archive as it is. */
function decompressed(layer: Buffer): Readable {
  const [first, second] = layer;
  const isGzip = first === 0x1f && second === 0x8b;
  const isZstd = layer.length > 4 && layer.readUInt32LE(0) === 0xfd2fb528;
  if (!isGzip && !isZstd) {
    return Readable.from([layer]);
  }
  const stream = isGzip ? createGunzip() : createZstdDecompress();
  stream.end(layer);
  return stream;
}

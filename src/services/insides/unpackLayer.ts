import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract, type Headers } from 'tar-stream';
import { headerBytes } from '../../domain/inside/fileKind.ts';
import { createZstdFrames } from './zstdFrames.ts';

/** An entry of a layer's archive. */
export interface LayerEntry {
  readonly header: Headers;
  /** The first bytes, of a file. */
  readonly head: Uint8Array;
}

/** Unpacks a layer as its bytes come in. What is no archive ends quietly: see `failed`. */
export interface LayerUnpacker {
  /** Resolves when there is room for more. Rejects with what `onEntry` or `onBytes` threw. */
  write(piece: Uint8Array): Promise<void>;
  end(): Promise<void>;
  /** Why the bytes are no archive. */
  readonly failed: Error | undefined;
  destroy(): void;
}

interface Handlers {
  readonly onEntry: (entry: LayerEntry) => void;
  /** So many bytes more were unpacked. */
  readonly onBytes: (bytes: number) => void;
}

/** Bytes without an entry: a name that long is none. */
const mostSilent = 4 * 1024 * 1024;

export function createLayerUnpacker({ onEntry, onBytes }: Handlers): LayerUnpacker {
  // the oldest form has no magic number
  const archive = extract({ allowUnknownFormat: true });
  /** Its compressed form; the archive itself where it is not compressed. */
  let input: Pick<Writable, 'write' | 'end' | 'destroy'> | undefined;
  let cut: (piece: Uint8Array) => readonly Uint8Array[] = (piece) => [piece];
  let failed: Error | undefined;
  let thrown: Error | undefined;
  let silent = 0;
  const done = new Promise<void>((resolve) => {
    archive.on('close', resolve);
  });

  const isOpen = () => failed === undefined;
  function stop(error: Error): void {
    failed ??= error;
    input?.destroy();
    archive.destroy();
  }
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      thrown ??= error as Error;
      stop(thrown);
    }
  }
  function take(bytes: number): void {
    silent += bytes;
    guarded(() => {
      onBytes(bytes);
    });
    if (silent > mostSilent) {
      stop(new Error('an entry without end'));
    }
  }

  archive.on('error', stop);
  archive.on('entry', (header, stream, next) => {
    silent = 0;
    const { size = 0 } = header;
    if (!Number.isSafeInteger(size) || size < 0) {
      stop(new Error('an entry without size'));
      return;
    }
    if (header.type === 'directory') {
      // of one with a size no bytes ever come
      stream.resume();
      guarded(() => {
        onEntry({ header, head: new Uint8Array() });
      });
      next();
      return;
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    stream.on('data', (chunk: Uint8Array) => {
      silent = 0;
      if (length < headerBytes) {
        // a copy, so that nothing keeps the whole piece
        chunks.push(Uint8Array.from(chunk.subarray(0, headerBytes - length)));
        length += chunk.length;
      }
    });
    stream.on('error', () => undefined);
    stream.on('end', () => {
      guarded(() => {
        onEntry({ header, head: Buffer.concat(chunks) });
      });
      next();
    });
  });

  function open(first: Uint8Array): Pick<Writable, 'write' | 'end' | 'destroy'> {
    const [a, b, c, d] = first;
    const isGzip = a === 0x1f && b === 0x8b;
    // a frame, or one that says something about those that follow
    const isZstd = (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) || (b === 0x2a && c === 0x4d && d === 0x18);
    if (!isGzip && !isZstd) {
      cut = (piece) => {
        take(piece.length);
        return [piece];
      };
      return archive;
    }
    const unpacker = isGzip ? createGunzip() : createZstdDecompress();
    if (isZstd) {
      const frames = createZstdFrames();
      cut = (piece) => frames.cut(piece);
    }
    unpacker.on('data', (chunk: Uint8Array) => {
      take(chunk.length);
      if (isOpen() && !archive.write(chunk)) {
        unpacker.pause();
        archive.once('drain', () => {
          unpacker.resume();
        });
      }
    });
    unpacker.on('error', stop);
    unpacker.on('end', () => {
      archive.end();
    });
    return unpacker;
  }

  function check(): void {
    if (thrown) {
      throw thrown;
    }
  }

  return {
    get failed() {
      return failed;
    },
    async write(piece) {
      if (isOpen() && piece.length > 0) {
        input ??= open(piece);
        try {
          for (const part of cut(piece)) {
            if (isOpen() && !input.write(part)) {
              await Promise.race([once(input as Writable, 'drain'), done]);
            }
          }
        } catch (error) {
          stop(error as Error);
        }
      }
      check();
    },
    async end() {
      if (isOpen()) {
        (input ?? archive).end();
        await done;
      }
      check();
    },
    destroy() {
      stop(new Error('given up'));
    },
  };
}

import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { frameSteps, type InsideBudget } from '../../domain/inside/budget.ts';
import { NotAnArchive } from '../../domain/inside/tar.ts';
import { createZstdFrames } from './zstdFrames.ts';

/** Decompresses a stream of bytes. */
export interface Decompressor {
  /**
   * Resolves after all input was processed. Rejects with errors of `take`, with `NotAnArchive` if the bytes are damaged, and with
   * `BudgetExceeded`.
   */
  write(piece: Uint8Array): Promise<void>;
  /** The same. */
  end(): Promise<void>;
  destroy(): void;
}

/** Number of bytes that identify the compression. */
const magicBytes = 4;
/** Number of bytes to decompress at a time. */
const chunkSize = 64 * 1024;

/** Decompresses gzip and zstd, detected by the first bytes; other data is passed through. */
export function createDecompressor(budget: InsideBudget, take: (bytes: Uint8Array) => void): Decompressor {
  let first: Uint8Array = new Uint8Array();
  let opened: Decompressor | undefined;
  return {
    async write(piece) {
      if (opened) {
        await opened.write(piece);
        return;
      }
      first = Buffer.concat([first, piece]);
      if (first.length >= magicBytes) {
        opened = openFor(first, budget, take);
        await opened.write(first);
      }
    },
    async end() {
      if (opened) {
        await opened.end();
      } else if (first.length > 0) {
        take(first);
      }
    },
    destroy: () => opened?.destroy(),
  };
}

function openFor([a, b, c, d]: Uint8Array, budget: InsideBudget, take: (bytes: Uint8Array) => void): Decompressor {
  if (a === 0x1f && b === 0x8b) {
    return throughStream(createGunzip({ chunkSize }), take);
  }
  // a frame, or a skippable frame
  if ((a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) || (b === 0x2a && c === 0x4d && d === 0x18)) {
    return inFrames(throughStream(createZstdDecompress({ chunkSize }), take), budget);
  }
  return {
    write(piece) {
      take(piece);
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
    destroy: () => undefined,
  };
}

function inFrames(stream: Decompressor, budget: InsideBudget): Decompressor {
  const frames = createZstdFrames();
  return {
    ...stream,
    async write(piece) {
      for (const part of frames.cut(piece)) {
        budget.spend('steps', frameSteps);
        await stream.write(part);
      }
    },
  };
}

function throughStream(stream: Gunzip | ZstdDecompress, take: (bytes: Uint8Array) => void): Decompressor {
  let failure: Error | undefined;
  let isOver = false;
  /** Ends all waits. */
  let wake: () => void = () => undefined;
  const fail = (error: Error) => {
    failure ??= error;
    stream.destroy();
  };
  stream.on('data', (bytes: Uint8Array) => {
    try {
      if (!failure) {
        take(bytes);
      }
    } catch (error) {
      fail(error as Error);
    }
  });
  stream.on('error', (error) => {
    fail(new NotAnArchive(error.message));
  });
  const over = () => {
    isOver = true;
    wake();
  };
  // data after the last gzip member may not be gzip: it ends without an error
  stream.on('end', over).on('close', over);
  const wait = async (work: () => void) => {
    if (!isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        work();
      });
    }
    if (failure) {
      throw failure;
    }
  };
  return {
    write: (piece) =>
      wait(() => {
        stream.write(piece, () => {
          wake();
        });
      }),
    end: () =>
      wait(() => {
        stream.end();
      }),
    destroy: () => stream.destroy(),
  };
}

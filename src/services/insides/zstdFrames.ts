import { NotAnArchive } from '../../domain/inside/tar.ts';

/**
 * Splits a zstd stream at the ends of its frames (RFC 8878 §3.1). Node's decompressor treats the end of a frame as the end of the stream if
 * more data follows in the same chunk, and layers with many frames are common (`zstd:chunked`).
 */
export interface ZstdFrames {
  /** The same bytes in chunks, none of which crosses the end of a frame. Throws `NotAnArchive` if it is not zstd. */
  cut(piece: Uint8Array): readonly Uint8Array[];
}

const magic = 0xfd2fb528;
const skippable = 0x184d2a50;

/** The parts that are parsed, and those that are only skipped. */
type Read = 'magic' | 'skipSize' | 'descriptor' | 'block';
type Counted = 'skipped' | 'header' | 'content' | 'checksum';

export function createZstdFrames(): ZstdFrames {
  let part: Read | Counted = 'magic';
  /** Number of its bytes that are still missing. */
  let left = 4;
  /** The parsed bytes so far; little endian. */
  let value = 0;
  let checksum = false;
  let lastBlock = false;

  function next(what: Read | Counted, bytes: number): void {
    part = what;
    left = bytes;
    value = 0;
  }

  /** @returns whether this was the end of a frame */
  function endOfBlock(): boolean {
    if (!lastBlock) {
      next('block', 3);
    } else if (checksum) {
      next('checksum', 4);
    } else {
      next('magic', 4);
      return true;
    }
    return false;
  }

  /** Handles the complete part. @returns whether it was the end of a frame */
  function endOfPart(): boolean {
    switch (part) {
      case 'magic':
        if (value === magic) {
          next('descriptor', 1);
        } else if (value >>> 4 === skippable >>> 4) {
          next('skipSize', 4);
        } else {
          throw new NotAnArchive('no zstd frame');
        }
        return false;
      case 'skipSize':
        if (value > 0) {
          next('skipped', value);
          return false;
        }
        next('magic', 4);
        return true;
      case 'skipped':
      case 'checksum':
        next('magic', 4);
        return true;
      case 'descriptor': {
        const isSingle = (value & 0x20) !== 0;
        checksum = (value & 4) !== 0;
        const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][value >>> 6] ?? 0;
        const rest = (isSingle ? 0 : 1) + ([0, 1, 2, 4][value & 3] ?? 0) + sizeBytes;
        next('header', rest);
        return false;
      }
      case 'header':
        next('block', 3);
        return false;
      case 'block': {
        lastBlock = (value & 1) !== 0;
        const isRepeated = ((value >>> 1) & 3) === 1;
        const size = isRepeated ? 1 : value >>> 3;
        if (size > 0) {
          next('content', size);
          return false;
        }
        return endOfBlock();
      }
      case 'content':
        return endOfBlock();
    }
  }

  return {
    cut(piece) {
      const out: Uint8Array[] = [];
      let from = 0;
      for (let at = 0; at < piece.length;) {
        const isCounted = part === 'skipped' || part === 'header' || part === 'content' || part === 'checksum';
        const taken = isCounted ? Math.min(left, piece.length - at) : 1;
        if (!isCounted) {
          const shift = 8 * ((part === 'block' ? 3 : part === 'descriptor' ? 1 : 4) - left);
          value = (value | ((piece[at] ?? 0) << shift)) >>> 0;
        }
        at += taken;
        left -= taken;
        if (left === 0 && endOfPart()) {
          out.push(piece.subarray(from, at));
          from = at;
        }
      }
      return from < piece.length ? [...out, piece.subarray(from)] : out;
    },
  };
}

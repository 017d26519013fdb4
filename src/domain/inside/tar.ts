import { longestExtension, type InsideBudget } from './budget.ts';
import { headerBytes } from './fileKind.ts';
import { readRecords } from './tar/paxRecords.ts';
import { isHeader, isZeros, readHeader, textOf, type TarHeader } from './tar/header.ts';

/** An entry of an archive. */
export interface TarEntry {
  readonly type: 'file' | 'link' | 'symlink' | 'other';
  readonly name: string;
  /** The target of a link; otherwise meaningless. */
  readonly link: string;
  readonly mode: number;
  /** The first bytes of a file; the buffer is reused after the handler returns. */
  readonly head: Uint8Array;
}

/**
 * Parses an archive while its bytes arrive, with the same rules as engines, which use Go's archive/tar: data after its end is ignored, and
 * so are global headers. Reads each byte once, and buffers one header at most. Both functions throw `NotAnArchive`, `BudgetExceeded`, and
 * errors of the handler; do not use it after that.
 * A custom parser, because tar-stream creates a stream per entry, copies the records of a global header for each entry with its own, and
 * buffers what it cannot use.
 */
export interface TarReader {
  write(piece: Uint8Array): void;
  end(): void;
}

/** The bytes are not an archive, or an incomplete one. */
export class NotAnArchive extends Error {}

const blockBytes = 512;

/** The extended headers of the following entry. */
interface Extension {
  readonly name?: string;
  readonly link?: string;
  readonly size?: number;
}

export function createTarReader(budget: InsideBudget, onEntry: (entry: TarEntry) => void): TarReader {
  const block = new Uint8Array(blockBytes);
  const head = new Uint8Array(headerBytes);
  /** `kept` and `passed` are parts of an entry; `over` is after the end of the archive. */
  let part: 'header' | 'kept' | 'passed' | 'over' = 'header';
  /** The buffer of the first two parts. */
  let buffer: Uint8Array = block;
  let filled = 0;
  /** Number of missing bytes of the part. */
  let left = blockBytes;
  let zeroBlocks = 0;
  let header: TarHeader | undefined;
  let extension: Extension | undefined;

  function next(to: typeof part, bytes: number, into: Uint8Array = block): void {
    [part, left, buffer, filled] = [to, bytes, into, 0];
  }

  function endOfHeader(): void {
    budget.spend('steps');
    next('header', blockBytes);
    if (isZeros(block)) {
      zeroBlocks++;
      if (zeroBlocks === 2) {
        requireNoExtension();
        next('over', Infinity);
      }
      return;
    }
    if (zeroBlocks > 0 || !isHeader(block)) {
      throw new NotAnArchive('no header');
    }
    budget.spend('entries');
    const read = readHeader(block);
    const size = isBare(read) ? 0 : isExtension(read) ? read.size : (extension?.size ?? read.size);
    if (!Number.isSafeInteger(size) || size < 0 || (isExtension(read) && size > longestExtension)) {
      throw new NotAnArchive('no size');
    }
    header = { ...read, size };
    const kept = isExtension(read) ? size : read.type === 'file' ? Math.min(size, headerBytes) : 0;
    budget.spend('steps', Math.ceil(kept / blockBytes));
    next('kept', kept, kept > headerBytes ? new Uint8Array(kept) : head);
  }

  function endOfKept({ type, size, ...entry }: TarHeader): void {
    const kept = buffer.subarray(0, filled);
    const passed = Math.ceil(size / blockBytes) * blockBytes - filled;
    switch (type) {
      case 'pax':
        extension = { ...extension, ...readExtension(kept) };
        break;
      case 'longName':
        extension = { ...extension, name: textOf(kept) };
        break;
      case 'longLink':
        extension = { ...extension, link: textOf(kept) };
        break;
      case 'global':
        break;
      case 'file':
      case 'link':
      case 'symlink':
      case 'bare':
      case 'other': {
        const { name = entry.name, link = entry.link } = extension ?? {};
        extension = undefined;
        // the oldest archives have no other mark for folders
        const isOther = type === 'bare' || (type === 'file' && name.endsWith('/'));
        onEntry({ ...entry, name, link, type: isOther ? 'other' : type, head: kept });
      }
    }
    next('passed', passed);
  }

  function readExtension(bytes: Uint8Array): Extension {
    const records = readRecords(bytes, budget);
    if (!records) {
      throw new NotAnArchive('no records');
    }
    const { path: name, linkpath: link, size } = records;
    return {
      ...(name !== undefined && { name }),
      ...(link !== undefined && { link }),
      ...(size !== undefined && { size: /^\d+$/.test(size) ? Number(size) : NaN }),
    };
  }

  function requireNoExtension(): void {
    if (extension) {
      throw new NotAnArchive('an extended header of nothing');
    }
  }

  /** Continues as far as possible with the available bytes. */
  function settle(): void {
    while (left === 0) {
      if (part === 'header') {
        endOfHeader();
      } else if (part === 'kept' && header) {
        endOfKept(header);
      } else {
        next('header', blockBytes);
      }
    }
  }

  return {
    write(piece) {
      for (let at = 0; at < piece.length;) {
        const taken = Math.min(left, piece.length - at);
        if (part === 'header' || part === 'kept') {
          buffer.set(piece.subarray(at, at + taken), filled);
          filled += taken;
        }
        at += taken;
        left -= taken;
        settle();
      }
    },
    end() {
      if (part === 'over') {
        return;
      }
      requireNoExtension();
      if (part !== 'header' || filled > 0) {
        throw new NotAnArchive('it ends too early');
      }
    },
  };
}

/** It describes the following entry. */
function isExtension({ type }: TarHeader): boolean {
  return type === 'pax' || type === 'longName' || type === 'longLink';
}

/** No bytes follow it, regardless of its size. */
function isBare({ type }: TarHeader): boolean {
  return type === 'link' || type === 'symlink' || type === 'bare';
}

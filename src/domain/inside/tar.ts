import { longestExtension, type InsideBudget } from './budget.ts';
import { headerBytes } from './fileKind.ts';
import { readRecords } from './tar/paxRecords.ts';
import { isHeader, isZeros, readHeader, textOf, type TarHeader } from './tar/header.ts';

/** An entry of an archive. */
export interface TarEntry {
  readonly type: 'file' | 'link' | 'symlink' | 'other';
  readonly name: string;
  /** Where a link points to; else of no meaning. */
  readonly link: string;
  readonly mode: number;
  /** The first bytes of a file; they are others once the handler has returned. */
  readonly head: Uint8Array;
}

/**
 * Reads an archive as its bytes come, as engines do with Go's archive/tar: what stands behind its end does not count, nor do
 * global headers. Each byte is looked at once, and no more than one header is kept. Both functions throw `NotAnArchive`,
 * `BudgetExceeded`, and what the handler throws; after that it is not to be used.
 *
 * Our own, since tar-stream makes a stream of each entry, copies the records of a global header for each entry that has some of
 * its own, and keeps what it cannot use.
 */
export interface TarReader {
  write(piece: Uint8Array): void;
  end(): void;
}

/** The bytes are no archive, or not all of one. */
export class NotAnArchive extends Error {}

const blockBytes = 512;

/** What extended headers say of the entry that follows. */
interface Extension {
  readonly name?: string;
  readonly link?: string;
  readonly size?: number;
}

export function createTarReader(budget: InsideBudget, onEntry: (entry: TarEntry) => void): TarReader {
  const block = new Uint8Array(blockBytes);
  const head = new Uint8Array(headerBytes);
  /** `kept` and `passed` are of an entry; `over` is behind the end of the archive. */
  let part: 'header' | 'kept' | 'passed' | 'over' = 'header';
  /** What is being filled, in the first two parts. */
  let buffer: Uint8Array = block;
  let filled = 0;
  /** Bytes of the part that are still to come. */
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

  /** Goes on as far as it can without further bytes. */
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

/** It says something of the entry that follows. */
function isExtension({ type }: TarHeader): boolean {
  return type === 'pax' || type === 'longName' || type === 'longLink';
}

/** No bytes follow it, whatever its size is. */
function isBare({ type }: TarHeader): boolean {
  return type === 'link' || type === 'symlink' || type === 'bare';
}

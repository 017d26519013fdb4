import { isMapping, mapping, type Mapping } from '../../../domain/untrusted/values.ts';
import type { Command } from '../../process/command.ts';
import { createItemSplitter } from './itemSplitter.ts';

/** A call whose output is parsed while it arrives: the lists of a large cluster are tens of megabytes. */
export interface ListCall<T> extends Pick<Command<never>, 'file' | 'args'> {
  readonly reader: () => ListReader<T>;
}

export interface ListReader<T> {
  /** Parses the next chunk of stdout. Throws if it is not JSON, or exceeds the limits of an object. */
  push(chunk: Uint8Array): void;
  /** The result; undefined if the list is incomplete. */
  items(): readonly T[] | undefined;
}

/**
 * Parses a list of the API while it arrives, one object at a time.
 *
 * @param kind of the list, such as `NodeList`; other kinds are invalid
 * @param read the part of an object to keep; undefined skips it
 */
export function readList<T>(kind: string, read: (item: Mapping) => readonly T[]): ListReader<T> {
  const found: T[] = [];
  const splitter = createItemSplitter((json) => {
    read(mapping(JSON.parse(json))).forEach((item) => found.push(item));
  });
  return {
    push: (chunk) => {
      splitter.push(chunk);
    },
    items: () => (isListOf(kind, splitter.frame()) ? found : undefined),
  };
}

/** @param frame without its objects; entries of other types are ignored */
function isListOf(kind: string, frame: string): boolean {
  const read = parsed(frame);
  // Go writes a list without entries as null; an object in the frame is one that was not found
  const items = isMapping(read) && read.kind === kind ? (read.items ?? []) : undefined;
  return Array.isArray(items) && !items.some(isMapping);
}

/** Undefined if it is incomplete. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

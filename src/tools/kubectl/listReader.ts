import { JSONParser } from '@streamparser/json';
import { mapping, type Mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';

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

/** Maximum number of bytes without a complete object: etcd stores at most 1.5 MB, which is slightly more as JSON. */
export const longestObject = 8 * 1024 * 1024;
/** Maximum nesting of lists and objects; kubectl itself allows 10,000. */
const deepest = 1000;
/** `TokenType` of the library starts with `{`, `}`, `[` and `]`; only its parser is bundled. */
const lastBracket = 3;

/**
 * Parses a list of the API while it arrives, one object at a time.
 *
 * @param kind of the list, such as `NodeList`; other kinds are invalid
 * @param read the part of an object to keep; undefined skips it
 */
export function readList<T>(kind: string, read: (item: Mapping) => readonly T[]): ListReader<T> {
  const found: T[] = [];
  let isList = false;
  const parser = new JSONParser({ paths: ['$.kind', '$.items.*'], keepStack: false });
  let silent = 0;
  let depth = 0;
  parser.onToken = ({ token }) => {
    const kind: number = token;
    if (kind <= lastBracket) {
      depth += kind % 2 === 0 ? 1 : -1;
    }
    if (depth > deepest) {
      throw new Error('an object of the list is too deep');
    }
  };
  parser.onValue = ({ value, key }) => {
    silent = 0;
    if (key === 'kind') {
      isList = value === kind;
    } else {
      read(mapping(value)).forEach((item) => found.push(item));
    }
  };
  return {
    push: (chunk) => {
      silent += chunk.length;
      parser.write(chunk);
      if (silent > longestObject) {
        throw new Error('an object of the list is too long');
      }
    },
    items: () => (isList && parser.isEnded ? found : undefined),
  };
}

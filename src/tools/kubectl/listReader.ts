import { JSONParser } from '@streamparser/json';
import { mapping, type Mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';

/** A call whose output is read while it comes: the lists of a large cluster are tens of megabytes. */
export interface ListCall<T> extends Pick<Command<never>, 'file' | 'args'> {
  readonly reader: () => ListReader<T>;
}

export interface ListReader<T> {
  /** Takes the next piece of stdout. Throws when it is no JSON, or more than an object can be. */
  push(chunk: Uint8Array): void;
  /** What was read; undefined when the list did not come to its end. */
  items(): readonly T[] | undefined;
}

/** Bytes without an object: in etcd one has at most 1.5 MB, and some more as JSON. */
export const longestObject = 8 * 1024 * 1024;
/** Levels of lists and objects in one another; kubectl itself takes 10,000. */
const deepest = 1000;
/** `TokenType` of the library begins with `{`, `}`, `[` and `]`; only its parser is bundled. */
const lastBracket = 3;

/**
 * Reads a list of the API as it comes, an object at a time.
 *
 * @param kind of the list, such as `NodeList`; anything else is no answer
 * @param read what is kept of an object; nothing for one that does not matter
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

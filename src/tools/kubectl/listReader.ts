import { JSONParser } from '@streamparser/json';
import { mapping, type Mapping } from '../../domain/sources/yamlText.ts';
import type { Command } from '../process/command.ts';

/** A call whose output is read while it comes: the lists of a large cluster are tens of megabytes. */
export interface ListCall<T> extends Pick<Command<never>, 'file' | 'args'> {
  readonly reader: () => ListReader<T>;
}

export interface ListReader<T> {
  /** Takes the next piece of stdout. Throws when it is no JSON. */
  push(chunk: Uint8Array): void;
  /** What was read; undefined when the list did not come to its end. */
  items(): readonly T[] | undefined;
}

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
  parser.onValue = ({ value, key }) => {
    if (key === 'kind') {
      isList = value === kind;
    } else {
      found.push(...read(mapping(value)));
    }
  };
  return {
    push: (chunk) => {
      parser.write(chunk);
    },
    items: () => (isList && parser.isEnded ? found : undefined),
  };
}

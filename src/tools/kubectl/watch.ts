import { StringDecoder } from 'node:string_decoder';
import { mapping, text, type Mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';
import { longestObject } from './lists/itemSplitter.ts';
import { rawGet, type KubeTarget } from './raw.ts';

/** A change of an object; `ERROR` is why the server ends the watch. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'ERROR';
  readonly object: Mapping;
}

interface WatchCall extends Pick<Command<never>, 'file' | 'args'> {
  /** Parses the next chunk of stdout; returns the completed events. */
  readonly reader: () => (chunk: Uint8Array) => readonly WatchEvent[];
}

/**
 * Watches the objects of a path: their state and all changes, one event per line.
 *
 * @param seconds after which the server ends it; kubectl itself waits without limit
 */
export function watchObjects(
  kubectl: string,
  target: KubeTarget,
  path: string,
  selector: { readonly labelSelector?: string; readonly fieldSelector?: string },
  seconds: number,
): WatchCall {
  const query = new URLSearchParams({ watch: 'true', timeoutSeconds: String(seconds), ...selector });
  return { ...rawGet(kubectl, target, `${path}?${query.toString()}`, 0), reader: readEvents };
}

function readEvents(): (chunk: Uint8Array) => readonly WatchEvent[] {
  const decoder = new StringDecoder('utf8');
  /** The incomplete line: joined once, regardless of the number of chunks. */
  let rest: string[] = [];
  let length = 0;
  return (chunk) => {
    const [first = '', ...others] = decoder.write(Buffer.from(chunk)).split('\n');
    rest.push(first);
    length += first.length;
    if (length > longestObject) {
      throw new Error('an event of the watch is too long');
    }
    const last = others.pop();
    if (last === undefined) {
      return [];
    }
    const whole = rest.join('');
    rest = [last];
    length = last.length;
    return [whole, ...others].flatMap(readEvent);
  };
}

function readEvent(line: string): readonly WatchEvent[] {
  if (line.trim() === '') {
    return [];
  }
  const { type, object } = mapping(JSON.parse(line));
  const named = text(type);
  return named === 'ADDED' || named === 'MODIFIED' || named === 'DELETED' || named === 'ERROR'
    ? [{ type: named, object: mapping(object) }]
    : [];
}

import type { ProgressUpdate } from '../../domain/buildProgress.ts';
import { trimEnd } from '../../domain/untrusted/trim.ts';
import { readUpdate } from './progressUpdate.ts';

/** A part of buildx's output: progress, or a line of other text (docker/buildx#2967). */
export type ProgressEvent =
  { readonly kind: 'update'; readonly update: ProgressUpdate } | { readonly kind: 'text'; readonly line: string };

const lineFeed = 0x0a;
/** BuildKit's messages are far smaller: its logs are split, and the largest part is the Dockerfile in a warning. */
const longestObject = 16 * 1024 * 1024;
/** The minimum size of a line of an indented object, in bytes. */
const leastOfLine = 64;
/** The kept part of a longer line, as text. */
const keptOfLonger = 64 * 1024;

/**
 * Parses `--progress=rawjson` from chunks of any size: one JSON object per line or, from the first versions of buildx with rawjson (such as
 * 0.13), an indented object over several lines. Everything else is text. Never throws, and never buffers more than one object.
 */
export class ProgressReader {
  readonly #limit: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** The lines of an incomplete indented object. */
  #object: string[] = [];
  #objectLength = 0;

  /** @param limit maximum size of an object in bytes; a longer line becomes text and is truncated */
  constructor(limit = longestObject) {
    this.#limit = limit;
  }

  /** The completed events. The reader keeps a part of the chunk: do not overwrite it later. */
  push(chunk: Uint8Array): ProgressEvent[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const events: ProgressEvent[] = [];
    let from = 0;
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
      const line = bytes.subarray(from, at);
      this.#read(this.#pendingBytes > 0 ? this.#release(line) : this.#cut(line), events);
      from = at + 1;
    }
    this.#keep(bytes.subarray(from));
    return events;
  }

  /** The rest without a final line feed. */
  end(): ProgressEvent[] {
    const events: ProgressEvent[] = [];
    if (this.#pendingBytes > 0) {
      this.#read(this.#release(new Uint8Array()), events);
    }
    this.#giveUp(events);
    return events;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) {
      return;
    }
    this.#pendingBytes += part.length;
    this.#pending.push(part);
    if (this.#pendingBytes > this.#limit) {
      this.#pending = [Buffer.concat(this.#pending).subarray(0, this.#kept)];
    }
  }

  #release(end: Uint8Array): Buffer {
    this.#keep(end);
    const line = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return line;
  }

  #cut(line: Buffer): Buffer {
    return line.length > this.#limit ? line.subarray(0, this.#kept) : line;
  }

  get #kept(): number {
    return Math.min(keptOfLonger, this.#limit);
  }

  #read(bytes: Buffer, events: ProgressEvent[]): void {
    const line = bytes.toString();
    if (this.#object.length > 0 && this.#continue(line, events)) {
      return;
    }
    if (line === '{') {
      this.#object.push(line);
      return;
    }
    const update = readUpdate(line);
    events.push(update ? { kind: 'update', update } : asText(line.slice(0, keptOfLonger)));
  }

  /** Whether the line belongs to the open object, whose contents are indented. */
  #continue(line: string, events: ProgressEvent[]): boolean {
    const ends = line === '}';
    const update = ends ? readUpdate([...this.#object, line].join('\n')) : undefined;
    if (update) {
      events.push({ kind: 'update', update });
      this.#forget();
      return true;
    }
    if (ends || !line.startsWith(' ') || this.#objectLength > this.#limit) {
      this.#giveUp(events);
      return false;
    }
    this.#object.push(line);
    // an empty line takes memory, too
    this.#objectLength += line.length + leastOfLine;
    return true;
  }

  /** It was not progress: the lines are text. */
  #giveUp(events: ProgressEvent[]): void {
    for (const line of this.#object) {
      events.push(asText(line));
    }
    this.#forget();
  }

  #forget(): void {
    this.#object = [];
    this.#objectLength = 0;
  }
}

function asText(line: string): ProgressEvent {
  return { kind: 'text', line: trimEnd(line, '\r') };
}

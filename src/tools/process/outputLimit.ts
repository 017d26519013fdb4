/** Bytes of a program's output, as text. */
export interface KeptOutput {
  readonly push: (chunk: Uint8Array) => void;
  readonly text: () => string;
}

/** Keeps everything; throws `OutputTooLong` beyond `limit`, and keeps the beginning then. */
export function keepAll(limit: number): KeptOutput & { readonly bytes: () => Buffer } {
  let chunks: Uint8Array[] = [];
  let size = 0;
  return {
    push(chunk) {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks = [Buffer.concat(chunks).subarray(0, keptOfLonger)];
      throw new OutputTooLong(limit);
    },
    bytes: () => Buffer.concat(chunks),
    text: () => Buffer.concat(chunks).toString(),
  };
}

const keptOfLonger = 64 * 1024;

/** A program wrote more output than any valid answer. */
export class OutputTooLong extends Error {
  constructor(limit: number) {
    super(`wrote more than ${Math.floor(limit / 1024 / 1024)} MB`);
    this.name = 'OutputTooLong';
  }
}

/** Keeps `limit` bytes of the beginning and of the end, where programs report errors. */
export function keepEnds(limit: number): KeptOutput {
  const head: Uint8Array[] = [];
  let room = limit;
  let tail: Uint8Array[] = [];
  let tailSize = 0;
  let isCut = false;
  return {
    push(chunk) {
      const first = chunk.subarray(0, room);
      room -= first.length;
      if (first.length > 0) {
        head.push(first);
      }
      const rest = chunk.subarray(first.length);
      if (rest.length === 0) {
        return;
      }
      tail.push(rest);
      tailSize += rest.length;
      // only at twice the limit, so that the kept bytes are copied once per `limit` bytes
      if (tailSize > 2 * limit) {
        tail = [Buffer.concat(tail).subarray(-limit)];
        tailSize = limit;
        isCut = true;
      }
    },
    text() {
      const end = Buffer.concat(tail);
      const gap = isCut || end.length > limit ? ['\n…\n'] : [];
      return [Buffer.concat(head).toString(), ...gap, end.subarray(-limit).toString()].join('');
    },
  };
}

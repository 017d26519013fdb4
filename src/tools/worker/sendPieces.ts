import { CancelledError } from '../process/errors.ts';

/** Pieces on their way to a thread that it has not dealt with yet. */
export const mostOnTheWay = 8;
/** In bytes. Larger ones are cut, so that a window of them is a bound on memory: 2 MB. */
const largestPiece = 256 * 1024;

/** Sends a caller's bytes to a thread, as fast as that takes them. */
export interface PieceSender {
  /** Whether the thread has dealt with everything that it was sent. */
  readonly isIdle: boolean;
  /** The thread has dealt with a piece. */
  took(): void;
  /** No more is wanted: whoever sends gets `CancelledError`. */
  stop(): void;
  /** Resolves when the thread was sent everything. */
  send(body: AsyncIterable<Uint8Array>): Promise<void>;
}

/** @param post a piece, whose memory becomes the thread's */
export function createPieceSender(post: (piece: Uint8Array<ArrayBuffer>) => void): PieceSender {
  let onTheWay = 0;
  let stopped = false;
  let wake: () => void = () => undefined;

  async function room(): Promise<void> {
    while (onTheWay >= mostOnTheWay && !stopped) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (stopped) {
      throw new CancelledError();
    }
  }

  return {
    get isIdle() {
      return onTheWay === 0;
    },
    took() {
      onTheWay--;
      wake();
    },
    stop() {
      stopped = true;
      wake();
    },
    async send(body) {
      for await (const chunk of body) {
        for (let at = 0; at < chunk.length; at += largestPiece) {
          await room();
          onTheWay++;
          // a copy: small buffers share their memory with others, which must not be given away
          post(Uint8Array.from(chunk.subarray(at, at + largestPiece)));
        }
      }
    },
  };
}

import { CancelledError } from '../process/errors.ts';

/** Number of unprocessed chunks in transit to a thread. */
export const mostOnTheWay = 8;
/** In bytes. Larger chunks are split, so that a window of them limits memory: 2 MB. */
const largestPiece = 256 * 1024;

/** Sends a caller's bytes to a thread, at the thread's speed. */
export interface PieceSender {
  /** Whether the thread has processed everything that was sent. */
  readonly isIdle: boolean;
  /** The thread has processed a chunk. */
  took(): void;
  /** No more is needed: the sender gets `CancelledError`. */
  stop(): void;
  /** Resolves when everything was sent to the thread. */
  send(body: AsyncIterable<Uint8Array>): Promise<void>;
}

/** @param post sends a chunk and transfers its memory */
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
          // a copy: small buffers share memory with others, which must not be transferred
          post(Uint8Array.from(chunk.subarray(at, at + largestPiece)));
        }
      }
    },
  };
}

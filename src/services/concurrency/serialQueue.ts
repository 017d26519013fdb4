import { CancelledError } from '../../tools/process/errors.ts';

/**
 * Serializes work per key: two concurrent logins would prompt the user twice. Skips callers that canceled while waiting (`CancelledError`).
 */
export type SerialQueue = <T>(key: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export function createSerialQueue(): SerialQueue {
  const last = new Map<string, Promise<unknown>>();
  return async (key, signal, work) => {
    const before = last.get(key);
    const turn = (async () => {
      await before?.catch(() => undefined);
      if (signal.aborted) {
        throw new CancelledError();
      }
      return work();
    })();
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) {
        last.delete(key);
      }
    }
  };
}

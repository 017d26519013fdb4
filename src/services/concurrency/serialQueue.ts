import { CancelledError } from '../../tools/process/errors.ts';

/**
 * Lets one thing after the other be done for a key: two logins at once would ask a person twice. Who has cancelled while
 * waiting is passed over (`CancelledError`).
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

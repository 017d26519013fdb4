import { CancelledError } from '../../tools/process/errors.ts';

interface Flight<T> {
  readonly abort: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

/**
 * Shares the work for a key among all who ask while it goes on. Each can stop waiting (`CancelledError`); when nobody waits
 * any more the work is aborted, and new work for the key begins only after that has come to its end.
 */
export function createShared<T>(
  work: (key: string, signal: AbortSignal) => Promise<T>,
): (key: string, signal: AbortSignal | undefined) => Promise<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, former: Promise<unknown>): Flight<T> {
    const abort = new AbortController();
    const result = former.then(
      () => work(key, abort.signal),
      () => work(key, abort.signal),
    );
    const flight: Flight<T> = { abort, result, waiting: 0 };
    flights.set(key, flight);
    const end = () => {
      if (flights.get(key) === flight) {
        flights.delete(key);
      }
    };
    result.then(end, end);
    return flight;
  }

  return async (key, signal) => {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    const current = flights.get(key);
    const flight =
      current === undefined || current.abort.signal.aborted
        ? start(key, current?.result ?? Promise.resolve())
        : current;
    flight.waiting += 1;
    let leave: (() => void) | undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        reject(new CancelledError());
      };
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([flight.result, left]);
    } finally {
      if (leave) {
        signal?.removeEventListener('abort', leave);
      }
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        flight.abort.abort();
      }
    }
  };
}

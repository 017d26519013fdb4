import { CancelledError } from '../../tools/process/errors.ts';

/**
 * Shares the work for a key among concurrent callers.
 * Each caller cancels only its own wait: it stops at once (`CancelledError`), and the others are not affected. When the last caller
 * cancels, the signal of the work is aborted. New work for the key starts only after the aborted work has ended.
 */
export type SingleFlight<T> = (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

interface Flight<T> {
  readonly abort: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, former: Promise<unknown>, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController();
    const result = former.then(ignore, ignore).then(() => {
      // all callers canceled while the previous work was ending
      if (abort.signal.aborted) {
        throw new CancelledError();
      }
      return work(abort.signal);
    });
    const flight: Flight<T> = { abort, result, waiting: 0 };
    flights.set(key, flight);
    const land = () => {
      if (flights.get(key) === flight) {
        flights.delete(key);
      }
    };
    result.then(land, land);
    return flight;
  }

  return async (key, signal, work) => {
    if (signal?.aborted) {
      throw new CancelledError();
    }
    const current = flights.get(key);
    const flight =
      current === undefined || current.abort.signal.aborted
        ? start(key, current?.result ?? Promise.resolve(), work)
        : current;
    flight.waiting += 1;
    try {
      return await unlessAborted(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0 && flights.get(key) === flight) {
        flight.abort.abort();
      }
    }
  };
}

/** Waits until the signal is aborted (`CancelledError`); the work itself continues. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    return work;
  }
  let leave = ignore;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      reject(new CancelledError());
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) {
      leave();
    }
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function ignore(): void {
  // the result of the previous work went to its own callers
}

import { CancelledError } from '../../tools/process/errors.ts';

/**
 * Shares the work for a key among all who ask while it goes on: what the first one brings is done, the others wait for it too.
 *
 * Cancellation is each caller's own. Who cancels stops waiting at once (`CancelledError`), and the others do not notice; when
 * nobody waits any more the work's own signal is aborted. New work for the key begins only after that has come to its end.
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
      // all of them have left while the former one was ending
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

/** Waits no longer than the signal lets it (`CancelledError`); the work itself goes on. */
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
  // what the former work came to was told to those who waited for it
}

import { createSingleFlight } from '../../../services/concurrency/singleFlight.ts';

/** How a run comes to its end: the first of these that is called counts. */
export interface Run<T> {
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
  /** Whether all who wait for it asked for a step on the way to something else. */
  readonly isAside: () => boolean;
  /** Whether somebody who waits for it can be asked. */
  readonly isAttended: () => boolean;
  /** Whether all who wait for it asked for a build for local use. */
  readonly isLocal: () => boolean;
}

interface RunOptions<T> {
  readonly signal: AbortSignal | undefined;
  readonly aside: boolean;
  /** Nobody can be asked on behalf of this caller. */
  readonly unattended: boolean;
  readonly local: boolean;
  /** Starts it; the run ends through what it is given. */
  readonly start: (run: Run<T>) => PromiseLike<{ terminate(): void }>;
}

interface Running<T> {
  /** Aborted when nobody waits any more. */
  readonly ended: AbortSignal;
  readonly result: Promise<T>;
  readonly asked: { isAside: boolean; isAttended: boolean; isLocal: boolean };
}

/**
 * Runs that are shared by all who ask for the same while it goes on: VS Code would ask what to do with a task that is active. Who cancels
 * stops waiting (`CancelledError`), and the run goes on for the others. When nobody is left it is ended, and who left last is told how
 * that went.
 */
export function createRuns<T>(): (key: string, options: RunOptions<T>) => Promise<T> {
  const flights = createSingleFlight<T>();
  const running = new Map<string, Running<T>>();

  function forget(key: string, entry: Running<T>): void {
    if (running.get(key) === entry) {
      running.delete(key);
    }
  }

  function begin(key: string, { aside, local, unattended, start }: RunOptions<T>, ended: AbortSignal): Promise<T> {
    const asked = { isAside: aside, isAttended: !unattended, isLocal: local };
    const result = new Promise<T>((resolve, reject) => {
      const run = {
        resolve,
        reject,
        isAside: () => asked.isAside,
        isAttended: () => asked.isAttended,
        isLocal: () => asked.isLocal,
      };
      start(run).then((execution) => {
        const end = () => {
          try {
            execution.terminate();
          } catch (error) {
            run.reject(error);
          }
        };
        if (ended.aborted) {
          end();
        } else {
          ended.addEventListener('abort', end, { once: true });
        }
      }, reject);
    });
    const entry = { ended, result, asked };
    running.set(key, entry);
    const land = () => {
      // who left last looks at it yet
      if (!ended.aborted) {
        forget(key, entry);
      }
    };
    result.then(land, land);
    return result;
  }

  return async (key, options) => {
    const current = running.get(key);
    if (current && !current.ended.aborted) {
      current.asked.isAside &&= options.aside;
      current.asked.isAttended ||= !options.unattended;
      current.asked.isLocal &&= options.local;
    }
    try {
      return await flights(key, options.signal, (ended) => begin(key, options, ended));
    } catch (error) {
      const last = running.get(key);
      if (options.signal?.aborted && last?.ended.aborted) {
        forget(key, last);
        return last.result;
      }
      throw error;
    }
  };
}

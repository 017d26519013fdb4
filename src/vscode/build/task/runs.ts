import { createSingleFlight } from '../../../services/concurrency/singleFlight.ts';

/** How a run ends: the first of these calls counts. */
export interface Run<T> {
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
  /** Whether all waiting callers requested an intermediate step. */
  readonly isAside: () => boolean;
  /** Whether a waiting caller can answer questions. */
  readonly isAttended: () => boolean;
  /** Whether all waiting callers requested a build for local use. */
  readonly isLocal: () => boolean;
}

interface RunOptions<T> {
  readonly signal: AbortSignal | undefined;
  readonly aside: boolean;
  /** Nobody can answer questions for this caller. */
  readonly unattended: boolean;
  readonly local: boolean;
  /** Starts it; the run ends through its argument. */
  readonly start: (run: Run<T>) => PromiseLike<{ terminate(): void }>;
}

interface Running<T> {
  /** Aborted when the last caller cancels. */
  readonly ended: AbortSignal;
  readonly result: Promise<T>;
  readonly asked: { isAside: boolean; isAttended: boolean; isLocal: boolean };
}

/**
 * Runs that concurrent callers with the same request share: otherwise, VS Code would ask what to do with the active task. A caller that
 * cancels stops waiting (`CancelledError`), and the run continues for the others. When the last caller cancels, the run is ended, and that
 * caller receives the result.
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
      // the last caller to leave still reads it
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

import { RegistryError } from '../../tools/registry/errors.ts';
import type { After } from '../concurrency/timer.ts';

interface TimeLimit {
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
  readonly after: After;
  /** The work that takes time. */
  readonly what: string;
}

/** Cancels work after a time limit with a `RegistryError` (`timeout`), even if data is still arriving. */
export async function within<T>(
  { milliseconds, signal, after, what }: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const stop = after(milliseconds, () => {
    over.abort();
  });
  try {
    return await work(signal ? AbortSignal.any([signal, over.signal]) : over.signal);
  } catch (error) {
    if (over.signal.aborted && signal?.aborted !== true) {
      throw new RegistryError('timeout', `${what} took more than ${milliseconds / 1000} seconds`);
    }
    throw error;
  } finally {
    stop();
  }
}

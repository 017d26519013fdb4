import pLimit from 'p-limit';

/**
 * Runs the work for each item in order, with a concurrency limit. Resolves to the results in the same order. The first failure rejects at
 * once, and no more work starts.
 */
export async function mapLimited<T, R>(
  items: Iterable<T>,
  most: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(most);
  return limit.map(items, async (item, index) => {
    try {
      return await work(item, index);
    } catch (error) {
      // before its slot is released
      limit.clearQueue();
      throw error;
    }
  });
}

/** Like `mapLimited`, but rejects only after all started work has ended. */
export async function mapLimitedToEnd<T>(
  items: Iterable<T>,
  most: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const begun: Promise<void>[] = [];
  try {
    await mapLimited(items, most, (item, index) => {
      const one = work(item, index);
      begun.push(one);
      return one;
    });
  } finally {
    await Promise.allSettled(begun);
  }
}

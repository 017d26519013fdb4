import pLimit from 'p-limit';

/**
 * Does the work for each item, at most so many at a time, and begins in their order. Resolves to the results, in that order too. The
 * first failure rejects at once, and nothing begins after it.
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
      // before the place of this one is given to the next
      limit.clearQueue();
      throw error;
    }
  });
}

/** As `mapLimited`, but rejects only when all that had begun has come to its end. */
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

import { bad, good, type Result } from '../result.ts';

/** The result of a reader for a text that would take too much work: it is not read, and the caller reports its file. */
export interface TooComplex {
  readonly code: 'tooComplex';
}

/** Counts the steps of a reader, so that a text of a few kilobytes cannot take minutes or gigabytes. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws TooComplexError when the budget is exceeded */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) {
      throw new TooComplexError();
    }
  }
}

/** Thrown inside of a reader, and never passed on to its callers. */
export class TooComplexError extends Error {
  constructor() {
    super('too complex to read');
    this.name = 'TooComplexError';
  }
}

/**
 * The result of `read`, or that its text is too complex.
 *
 * @param steps a number, or the budget that several texts share
 */
export function withinBudget<T>(steps: number | Budget, read: (budget: Budget) => T): Result<T, TooComplex> {
  try {
    return good(read(typeof steps === 'number' ? new Budget(steps) : steps));
  } catch (error) {
    if (isTooComplex(error)) {
      return bad({ code: 'tooComplex' });
    }
    throw error;
  }
}

/** Whether a budget was exceeded; for work that `withinBudget` cannot call, because it runs in steps. */
export function isTooComplex(error: unknown): boolean {
  // the class is in several files of the bundle
  return error instanceof Error && error.name === 'TooComplexError';
}

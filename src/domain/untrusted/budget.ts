import { bad, good, type Result } from '../result.ts';

/** What a reader says of a text that would take too much work: it is left unread, and whoever asked names its file. */
export interface TooComplex {
  readonly code: 'tooComplex';
}

/** Counts the steps of one reading, so that no text of a few kilobytes can take minutes or gigabytes. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws TooComplexError once more is spent than there was */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) {
      throw new TooComplexError();
    }
  }
}

/** Thrown from the depth of a reader, to be caught by `withinBudget` and nobody else. */
export class TooComplexError extends Error {
  constructor() {
    super('too complex to read');
    this.name = 'TooComplexError';
  }
}

/** What `read` makes of its text, or that the text is too complex for it. */
export function withinBudget<T>(steps: number, read: (budget: Budget) => T): Result<T, TooComplex> {
  try {
    return good(read(new Budget(steps)));
  } catch (error) {
    // the class is in several files of the bundle
    if (error instanceof Error && error.name === 'TooComplexError') {
      return bad({ code: 'tooComplex' });
    }
    throw error;
  }
}

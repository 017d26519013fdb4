import type { Builder } from '../../domain/builder.ts';

interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Called when the answer takes longer than a moment, and again whenever one more builder has answered: with all builders
   * that there are, those that have not answered with nodes whose status is `asking`.
   */
  readonly onPartial?: (builders: readonly Builder[]) => void;
}

export interface BuilderListing {
  /**
   * All builders, Docker's default first, then by name, contexts last. Never waits longer than a time limit for one of them:
   * what did not answer has `error` nodes. A damaged instance file is a builder of its own with `damagedFile`. Rejects with
   * `dockerNotFound`, `buildxMissing`, or when it was cancelled.
   */
  list(options?: ListOptions): Promise<readonly Builder[]>;
  /** The folder that buildx keeps its builders in, to be watched; it need not be there. */
  folder(): string;
}

import { Disposable } from 'vscode';

/** What is to be disposed of. */
type Disposed = { dispose(): unknown } | undefined;

/**
 * Disposes of all of them, in their order. One that throws keeps none of the others: it is thrown afterwards, together with whatever else
 * failed.
 */
export function disposeAll(all: Iterable<Disposed>): void {
  const errors: unknown[] = [];
  for (const each of all) {
    try {
      each?.dispose();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    throw new AggregateError(errors, errors.map((error) => (error instanceof Error ? error.message : '')).join('; '));
  }
}

/** All of them as one: `Disposable.from` of VS Code stops at the first that throws. */
export function disposables(...all: readonly Disposed[]): Disposable {
  return new Disposable(() => {
    disposeAll(all);
  });
}

import { Disposable } from 'vscode';

/** The disposables. */
type Disposed = { dispose(): unknown } | undefined;

/** Disposes of all of them in order. An error does not stop the others; all errors are thrown at the end. */
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

/** All of them as one. VS Code's `Disposable.from` stops at the first error. */
export function disposables(...all: readonly Disposed[]): Disposable {
  return new Disposable(() => {
    disposeAll(all);
  });
}

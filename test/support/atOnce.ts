import type { Steps } from '../../src/domain/steps.ts';

/** The result of work in steps, without interruption. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

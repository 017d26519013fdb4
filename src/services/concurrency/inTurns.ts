import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../domain/steps.ts';

/** In milliseconds: a window at 60 Hz shows a picture every 16. */
const turn = 8;
/** Looking at the clock takes longer than a small step. */
const stepsPerLook = 64;

/** Runs work in turns of a few milliseconds, between which everything else of the process gets its turn. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (let [began, count] = [performance.now(), 1]; ; count++) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
    if (count % stepsPerLook === 0 && performance.now() - began > turn) {
      await setImmediate();
      began = performance.now();
    }
  }
}

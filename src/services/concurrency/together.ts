import { afterwards, type After } from './timer.ts';

/** Calls a function once for calls that follow each other quickly. */
export interface Together {
  readonly call: () => void;
  /** Drops a call that is still to be made. */
  readonly dispose: () => void;
}

/** @param ms milliseconds without another call, after which the function is called */
export function createTogether(ms: number, act: () => void, after: After = afterwards): Together {
  let cancel: (() => void) | undefined;
  return {
    call: () => {
      cancel?.();
      cancel = after(ms, act);
    },
    dispose: () => {
      cancel?.();
    },
  };
}

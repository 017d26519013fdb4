/** Calls a function after a number of milliseconds, unless the returned function is called first. */
export type After = (ms: number, act: () => void) => () => void;

/** The system clock; does not keep the process alive. */
export const afterwards: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};

/** Does something when so many milliseconds have passed, unless what it returns is called before. */
export type After = (ms: number, act: () => void) => () => void;

/** By the clock of this machine; keeps no process alive that has nothing else to do. */
export const afterwards: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};

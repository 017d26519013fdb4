import type { After } from '../../src/services/concurrency/timer.ts';

/** A clock controlled by the test. */
export interface FakeClock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly after: After;
  readonly pass: (ms: number) => void;
  /** The number of pending timers. */
  readonly timers: () => number;
}

export function createFakeClock(): FakeClock {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  return {
    now: () => time,
    after(ms, act) {
      const timer = { at: time + ms, act };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    pass(ms) {
      const end = time + ms;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (!next) {
          break;
        }
        timers.delete(next);
        time = Math.max(time, next.at);
        next.act();
      }
      time = end;
    },
    timers: () => timers.size,
  };
}

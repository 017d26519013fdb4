import { CancelledError } from '../../../tools/process/errors.ts';
import { RegistryError } from '../../../tools/registry/errors.ts';
import type { After } from '../../concurrency/timer.ts';

/** How long a host wants to be left alone. */
export interface Pause {
  readonly seconds: number;
  /** It is worth waiting for, if it is short. */
  readonly isTemporary: boolean;
}

/**
 * Lets only so many requests at a host at once, and none while it wants to be left alone: all who want something of it share
 * that. A short pause is waited for, those that were refused go first then; a long one fails all of them, until it is over or
 * somebody lifts it.
 */
export interface HostGate {
  /**
   * Does the work when it is its turn; again, where that was refused for a short time. Rejects with what the work rejects
   * with, with `RegistryError` (status 429) while the host wants nothing for longer, and with `CancelledError`.
   */
  enter<T>(host: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Seconds that all are waiting for now; undefined where nobody has to. */
  waitOf(host: string): number | undefined;
  /** Whether all who come are sent away for now. */
  isClosed(host: string): boolean;
  /** The host may be asked again at once. */
  lift(host: string): void;
}

export interface HostGateDeps {
  /** Requests at one host. */
  readonly atOnce: number;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  readonly after: After;
  /** What the refusal that work rejected with asks for; undefined where it is none. */
  readonly pauseIn: (error: unknown) => Pause | undefined;
  /** `waitOf` says something else of a host. */
  readonly changed: () => void;
}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

interface Host {
  running: number;
  /** As many as may run now: one after a refusal, and one more with each answer. Else all would be refused together again. */
  most: number;
  /** In the order of their turns. */
  readonly waiting: Waiter[];
  until: number;
  /** Since when it has refused whatever it was asked. */
  refusing: number | undefined;
  isClosed: boolean;
  stopTimer: (() => void) | undefined;
}

/** Seconds that are waited for, counted from the first refusal: a host that refuses again and again is not worth more. */
const mostWait = 20;
const longestHold = 6 * 60 * 60;
/** `Retry-After: 0` must not become a loop without a pause. */
const shortestHold = 1;

export function createHostGate({ atOnce, now, after, pauseIn, changed }: HostGateDeps): HostGate {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const host = hosts.get(name) ?? {
      ...{ running: 0, most: atOnce, waiting: [], until: -Infinity },
      ...{ refusing: undefined, isClosed: false, stopTimer: undefined },
    };
    hosts.set(name, host);
    return host;
  }

  /** Lets in whoever may go now; forgets a host that nobody wants anything of. */
  function pump(name: string, host: Host): void {
    host.stopTimer?.();
    host.stopTimer = undefined;
    const left = host.until - now();
    if (left > 0) {
      if (host.waiting.length > 0) {
        host.stopTimer = after(left, () => {
          pump(name, host);
          changed();
        });
      }
      return;
    }
    while (host.running < host.most) {
      const next = host.waiting.shift();
      if (!next) {
        break;
      }
      host.running++;
      next.start();
    }
    if (host.running === 0 && hosts.get(name) === host) {
      hosts.delete(name);
    }
  }

  function answered(host: Host): void {
    host.refusing = undefined;
    host.most = Math.min(host.most + 1, atOnce);
  }

  /** @returns the seconds that it is held for */
  function hold(name: string, host: Host, { seconds, isTemporary }: Pause): number {
    const time = now();
    const length = Math.min(Math.max(seconds, shortestHold), longestHold);
    host.refusing ??= time;
    host.until = Math.max(host.until, time + length * 1000);
    host.most = 1;
    host.isClosed ||= !isTemporary || host.until - host.refusing > mostWait * 1000;
    if (host.isClosed) {
      for (const waiter of host.waiting.splice(0)) {
        waiter.refuse(refusal(name, host));
      }
    }
    changed();
    return length;
  }

  function open(host: Host): void {
    host.until = -Infinity;
    host.refusing = undefined;
    host.isClosed = false;
  }

  function refusal(name: string, { until }: Host): RegistryError {
    const seconds = Math.ceil((until - now()) / 1000);
    return new RegistryError('status', `${name} wants no requests for ${seconds} seconds`, {
      status: 429,
      retryAfter: seconds,
    });
  }

  /** Resolves when one more may run, which `running` counts already then. */
  function turn(name: string, host: Host, signal: AbortSignal | undefined, isFirst: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => signal?.removeEventListener('abort', leave);
      const waiter: Waiter = {
        start: () => {
          settle();
          resolve();
        },
        refuse: (error) => {
          settle();
          reject(error);
        },
      };
      const leave = () => {
        host.waiting.splice(host.waiting.indexOf(waiter), 1);
        reject(new CancelledError());
        pump(name, host);
      };
      if (signal?.aborted) {
        reject(new CancelledError());
        return;
      }
      if (host.isClosed && host.until <= now()) {
        open(host);
      }
      if (host.isClosed) {
        reject(refusal(name, host));
        return;
      }
      signal?.addEventListener('abort', leave, { once: true });
      host.waiting[isFirst ? 'unshift' : 'push'](waiter);
      pump(name, host);
    });
  }

  return {
    async enter(name, work, signal) {
      /** Seconds that this one was told to wait: others may be answered all the while. */
      let waited = 0;
      for (;;) {
        const host = hostOf(name);
        await turn(name, host, signal, waited > 0);
        try {
          const answer = await work();
          answered(host);
          return answer;
        } catch (error) {
          const pause = pauseIn(error);
          if (!pause) {
            answered(host);
            throw error;
          }
          waited += hold(name, host, pause);
          if (host.isClosed || waited > mostWait) {
            throw error;
          }
        } finally {
          host.running--;
          pump(name, host);
        }
      }
    },
    waitOf(name) {
      const host = hosts.get(name);
      const left = host && !host.isClosed ? Math.ceil((host.until - now()) / 1000) : 0;
      return left > 0 ? left : undefined;
    },
    isClosed: (name) => {
      const host = hosts.get(name);
      return host !== undefined && host.isClosed && host.until > now();
    },
    lift(name) {
      const host = hosts.get(name);
      if (host) {
        open(host);
        pump(name, host);
        changed();
      }
    },
  };
}

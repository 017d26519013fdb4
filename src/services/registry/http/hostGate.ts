import { CancelledError } from '../../../tools/process/errors.ts';
import { RegistryError } from '../../../tools/registry/errors.ts';
import type { After } from '../../concurrency/timer.ts';

/** How long to pause requests to a host. */
export interface Pause {
  readonly seconds: number;
  /** A short pause is worth waiting for. */
  readonly isTemporary: boolean;
}

/**
 * Limits concurrent requests per host, and pauses them at the host's request, for all callers together. A short pause is waited for, and
 * refused requests are repeated first. A long pause fails all requests until it is over or lifted.
 */
export interface HostGate {
  /**
   * Runs the work in turn, and repeats it if it was refused for a short time. Rejects with the errors of the work, with `RegistryError`
   * (status 429) during a long pause, and with `CancelledError`.
   */
  enter<T>(host: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Number of seconds that all requests now wait; undefined if they do not wait. */
  waitOf(host: string): number | undefined;
  /** Whether all new requests are now refused. */
  isClosed(host: string): boolean;
  /** Ends the pause of the host. */
  lift(host: string): void;
}

export interface HostGateDeps {
  /** Requests to one host. */
  readonly atOnce: number;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
  readonly after: After;
  /** The pause that a refusal requests; undefined if the error is not a refusal. */
  readonly pauseIn: (error: unknown) => Pause | undefined;
  /** Called when the value of `waitOf` changes for a host. */
  readonly changed: () => void;
}

interface Waiter {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

interface Host {
  running: number;
  /** The current limit: one after a refusal, and one more with each response. Otherwise all requests would be refused together again. */
  most: number;
  /** In order. */
  readonly waiting: Waiter[];
  until: number;
  /** The time since which it has refused all requests. */
  refusing: number | undefined;
  isClosed: boolean;
  stopTimer: (() => void) | undefined;
}

/** Maximum number of seconds to wait, counted from the first refusal. */
const mostWait = 20;
const longestHold = 6 * 60 * 60;
/** `Retry-After: 0` must not cause a loop without a pause. */
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

  /** Starts the next requests; forgets hosts without requests. */
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

  /** @returns the length of the pause in seconds */
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

  /** Resolves when the request may run; `running` already includes it. */
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
      /** Number of seconds that this request was told to wait; others may succeed in the meantime. */
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

import { CancelledError } from '../../tools/process/errors.ts';
import { RegistryError } from '../../tools/registry/errors.ts';

/** Lets only so many requests at a registry at once, and none while it wants to be left alone. */
export interface HostGate {
  /**
   * Waits for its turn. Rejects with `RegistryError` (status 429) while the registry wants no requests, those that waited
   * already too, and with `CancelledError`.
   */
  enter<T>(host: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** The registry wants to be left alone for so many seconds. */
  hold(host: string, seconds: number): void;
}

interface Host {
  running: number;
  readonly waiting: Set<() => void>;
  until: number;
}

const longestHold = 6 * 60 * 60;

/** @param now milliseconds from any fixed point */
export function createHostGate(atOnce: number, now: () => number): HostGate {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? { running: 0, waiting: new Set(), until: 0 };
    hosts.set(name, host);
    return host;
  };

  return {
    async enter(name, work, signal) {
      const host = hostOf(name);
      if (host.running < atOnce) {
        host.running++;
      } else {
        // whoever leaves hands on its place
        await turn(host.waiting, signal);
      }
      try {
        const left = Math.ceil((host.until - now()) / 1000);
        if (left > 0) {
          throw new RegistryError('status', `${name} wants no requests for ${left} seconds`, {
            status: 429,
            retryAfter: left,
          });
        }
        return await work();
      } finally {
        const [next] = host.waiting;
        if (next) {
          host.waiting.delete(next);
          next();
        } else {
          host.running--;
        }
        if (host.running === 0 && host.until <= now()) {
          hosts.delete(name);
        }
      }
    },
    hold(name, seconds) {
      hostOf(name).until = now() + Math.min(seconds, longestHold) * 1000;
    },
  };
}

function turn(waiting: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const start = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      waiting.delete(start);
      reject(new CancelledError());
    };
    waiting.add(start);
    signal?.addEventListener('abort', leave, { once: true });
  });
}

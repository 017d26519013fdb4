import { RegistryError } from '../../tools/registry/errors.ts';

/** Lets only so many requests at a registry at once, and none while it wants to be left alone. */
export interface HostGate {
  /** Waits for its turn. Rejects with `RegistryError` (status 429) while the registry wants no requests. */
  enter<T>(host: string, work: () => Promise<T>): Promise<T>;
  /** The registry wants to be left alone for so many seconds. */
  hold(host: string, seconds: number): void;
}

interface Host {
  running: number;
  readonly waiting: (() => void)[];
  until: number;
}

const longestHold = 6 * 60 * 60;

/** @param now milliseconds from any fixed point */
export function createHostGate(atOnce: number, now: () => number): HostGate {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? { running: 0, waiting: [], until: 0 };
    hosts.set(name, host);
    return host;
  };

  return {
    async enter(name, work) {
      const host = hostOf(name);
      if (host.running < atOnce) {
        host.running++;
      } else {
        // whoever leaves hands on its place
        await new Promise<void>((resolve) => host.waiting.push(resolve));
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
        const next = host.waiting.shift();
        if (next) {
          next();
        } else {
          host.running--;
        }
      }
    },
    hold(name, seconds) {
      hostOf(name).until = now() + Math.min(seconds, longestHold) * 1000;
    },
  };
}

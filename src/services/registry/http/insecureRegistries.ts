import { BlockList, isIP } from 'node:net';
import { dockerInsecureRegistries, type InsecureRegistries } from '../../../tools/docker/info.ts';
import { isCancelled } from '../../../tools/process/errors.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import { createSingleFlight } from '../../concurrency/singleFlight.ts';

export interface InsecureRegistriesDeps {
  readonly runner: Pick<Runner, 'run'>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  /** What the user lists: `host` or `host:port`. */
  readonly listed: () => readonly string[];
}

/** How long the engine may take, in milliseconds. */
const limit = 5000;

/**
 * Whether a registry may do without TLS, or without a certificate that somebody knows: the user or the engine in use says
 * so. The engine is asked once, for the first registry that wants it and that the user does not list.
 */
export function createInsecureRegistries({ runner, docker, listed }: InsecureRegistriesDeps) {
  let known: InsecureRegistries | undefined;
  const asking = createSingleFlight<InsecureRegistries>();

  async function askEngine(signal: AbortSignal | undefined): Promise<InsecureRegistries> {
    try {
      known ??= await asking('engine', signal, async (own) =>
        runner.run(dockerInsecureRegistries(await docker()), { timeout: limit, signal: own }),
      );
      return known;
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return { hosts: [], networks: [] };
    }
  }

  return async (host: string, signal?: AbortSignal): Promise<boolean> => {
    if (listed().some((each) => each.trim().toLowerCase() === host.toLowerCase())) {
      return true;
    }
    const { hosts, networks } = await askEngine(signal);
    return hosts.includes(host) || isIn(networks, hostnameOf(host));
  };
}

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

/**
 * The engine looks a name up and takes each of its addresses (moby registry/config.go, `isCIDRMatch`). Here an address counts
 * where it is the registry's name itself: every engine lists 127.0.0.0/8, so whoever answers DNS could have the password of
 * any registry sent to them in clear text.
 */
function isIn(networks: readonly string[], hostname: string): boolean {
  if (isIP(hostname) === 0) {
    return false;
  }
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const version = isIP(address);
    if (version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)) {
      list.addSubnet(address, Number(bits), family(version));
    }
  }
  return list.check(hostname, family(isIP(hostname)));
}

function family(version: number): 'ipv4' | 'ipv6' {
  return version === 4 ? 'ipv4' : 'ipv6';
}

import { BlockList, isIP } from 'node:net';
import { dockerInsecureRegistries, type InsecureRegistries } from '../../../tools/docker/info.ts';
import { isCancelled } from '../../../tools/process/errors.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import { createSingleFlight } from '../../concurrency/singleFlight.ts';

export interface InsecureRegistriesDeps {
  readonly runner: Pick<Runner, 'run'>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  /** The user's list: `host` or `host:port`. */
  readonly listed: () => readonly string[];
}

/** Time limit for the engine in milliseconds. */
const limit = 5000;

/**
 * Whether a registry may be used without TLS or with an unknown certificate, according to the user or the current engine. The engine is
 * contacted once, for the first such registry that the user does not list.
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
 * The engine resolves a name and checks each of its addresses (moby registry/config.go, `isCIDRMatch`). Here, an address counts only if it
 * is the registry's name itself: every engine lists 127.0.0.0/8, so a DNS server could receive the password of any registry in clear text.
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

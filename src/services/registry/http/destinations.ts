import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { forbiddenAddress } from '../../../tools/registry/errors.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addSubnet('0.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

/** Addresses at which clouds provide the secrets of a machine, and other addresses meant only for it. */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
// the same service beyond the link-local range: AWS by IPv6, Alibaba, Azure, Oracle
linkLocal.addAddress('fd00:ec2::254', 'ipv6');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) {
  linkLocal.addAddress(address, 'ipv4');
}

/** Hosts for which Docker, too, uses plain HTTP by default (moby registry/config.go). @param host with its port */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/.test(host);
}

/**
 * Whether a registry may redirect us there or use it as its token service. This machine and its link-local network are allowed only if the
 * registry is on this machine. Private networks are allowed, because private registries store their data there.
 */
export function maySendTo(registry: string, { hostname }: URL): boolean {
  return isLoopback(registry) || !isOwnMachine(bare(hostname));
}

/** Resolves a name to all of its addresses, like `dns.lookup`. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

interface Lookups {
  /** Rejects addresses of this machine and its link-local network. */
  readonly outside: LookupFunction;
  /** Accepts only addresses of this machine. */
  readonly loopback: LookupFunction;
}

/**
 * For connections to names that may resolve to certain addresses only. The connection itself does the lookup: a DNS server can return
 * different addresses each time, so a separate check beforehand proves nothing.
 */
export function createLookups(resolve: Resolve = systemLookup): Lookups {
  const only =
    (isAllowed: (address: string) => boolean, problem: string): LookupFunction =>
    (hostname, options, callback) => {
      resolve(hostname, { ...options, all: true }, (error, found) => {
        const [first] = found;
        if (error || !first || !found.every(({ address }) => isAllowed(address))) {
          const refused = Object.assign(new Error(`${hostname} ${problem}`), { code: forbiddenAddress });
          callback(error ?? refused, options.all ? [] : '', 4);
        } else if (options.all) {
          callback(null, found);
        } else {
          callback(null, first.address, first.family);
        }
      });
    };
  return {
    outside: only((address) => !isOwnMachine(address), 'is an address of this machine'),
    loopback: only((address) => isIn([loopback], address), 'is no address of this machine'),
  };
}

/** Whether it is a name, whose address depends on DNS. */
export function isName({ hostname }: URL): boolean {
  return isIP(bare(hostname)) === 0;
}

function isOwnMachine(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '').toLowerCase();
  return isIP(name) === 0 ? name === 'localhost' || name.endsWith('.localhost') : isIn([loopback, linkLocal], name);
}

function isIn(lists: readonly BlockList[], address: string): boolean {
  return lists.some((list) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6'));
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

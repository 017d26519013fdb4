import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { forbiddenAddress } from '../../tools/registry/errors.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addSubnet('0.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

/** Where clouds keep the secrets of a machine, and what else is meant for it alone. */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');

/** Where Docker too speaks plain http without being told (moby registry/config.go). @param host with its port */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/.test(host);
}

/**
 * Whether a registry may send us there, with a redirect or as its token service: to this machine and its link only when it
 * is on this machine itself. Private networks are left: that is where the storage of private registries is.
 */
export function maySendTo(registry: string, { hostname }: URL): boolean {
  return isLoopback(registry) || !isOwnMachine(hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** The same for the addresses that a name turns out to have. */
export const outsideLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, found) => {
    const refused = error ?? refusal(hostname, found);
    const [first] = refused ? [] : found;
    if (!first) {
      callback(refused, options.all ? [] : '', 4);
    } else if (options.all) {
      callback(null, found);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

function refusal(hostname: string, found: readonly LookupAddress[]): NodeJS.ErrnoException | null {
  return found.some(({ address }) => isOwnMachine(address))
    ? Object.assign(new Error(`${hostname} is an address of this machine`), { code: forbiddenAddress })
    : null;
}

function isOwnMachine(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '').toLowerCase();
  const version = isIP(name);
  return version === 0
    ? name === 'localhost' || name.endsWith('.localhost')
    : [loopback, linkLocal].some((list) => list.check(name, version === 4 ? 'ipv4' : 'ipv6'));
}

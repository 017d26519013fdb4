import { join } from 'node:path';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';

/** A separate network bridge for an engine: `docker0` belongs to the machine's engine, if there is one. */
export interface Bridge {
  readonly name: string;
  /** The address of this machine on the bridge. Clients do not treat it as local, in contrast to 127.0.0.1. */
  readonly address: string;
}

/** Creates a bridge in 198.18.0.0/16, addresses that are reserved for network tests and never routed. */
export async function makeBridge(): Promise<Bridge> {
  for (let n = 1; n < 255; n++) {
    const name = `multiarch-bed${n}`;
    try {
      // fails if it is taken, so that two processes never share one
      await ip('link', 'add', name, 'type', 'bridge');
    } catch (error) {
      if (String(error).includes('File exists')) {
        continue;
      }
      throw error;
    }
    const address = `198.18.${n}.1`;
    await ip('addr', 'add', `${address}/24`, 'dev', name);
    await ip('link', 'set', name, 'up');
    return { name, address };
  }
  throw new Error('no free network bridge');
}

/** Removes the bridge; a missing one is not an error. */
export async function removeBridge(name: string): Promise<void> {
  await ip('link', 'del', name).catch((error: unknown) => {
    if (!String(error).includes('find device')) {
      throw error;
    }
  });
}

async function ip(...args: readonly string[]): Promise<string> {
  return run(join(await unpackTools(), 'bin/busybox'), ['ip', ...args]);
}

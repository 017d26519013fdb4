import { join } from 'node:path';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';

/** A network bridge of its own for an engine: `docker0` belongs to the machine's engine, if it has one. */
export interface Bridge {
  readonly name: string;
  /** The address of this machine on the bridge. No client takes it for a local one, as it does 127.0.0.1. */
  readonly address: string;
}

/** Makes a bridge in 198.18.0.0/16, addresses that are kept for tests of networks and never routed. */
export async function makeBridge(): Promise<Bridge> {
  for (let n = 1; n < 255; n++) {
    const name = `multiarch-bed${n}`;
    try {
      // fails when somebody has it, so that two processes never share one
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

/** Removes the bridge; one that is gone already is no error. */
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

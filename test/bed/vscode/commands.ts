import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { installOnMachine } from '../engine/debian.ts';
import { BedUnavailable } from '../engine/unavailable.ts';

/** The absolute path of a command on PATH with symbolic links resolved; undefined if there is none. */
export async function findCommand(command: string): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(directory, command);
    const there = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (directory !== '' && there) {
      return realpath(file);
    }
  }
  return undefined;
}

/**
 * Ensures that the commands are on PATH, and installs missing ones on Debian as root.
 * @param wanted command → its Debian packages
 * @throws BedUnavailable
 */
export async function ensureCommands(wanted: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const missing = new Set<string>();
  for (const [command, packages] of Object.entries(wanted)) {
    if ((await findCommand(command)) === undefined) {
      packages.forEach((name) => missing.add(name));
    }
  }
  if (missing.size > 0) {
    const names = [...missing].join(', ');
    await installOnMachine([...missing]).catch((error: unknown) => {
      throw error instanceof BedUnavailable
        ? new BedUnavailable(`${names}: not here, installed only as root on Debian`)
        : error;
    });
  }
}

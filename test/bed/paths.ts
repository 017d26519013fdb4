import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of the test bed: `$MULTIARCH_BED`, or `multiarch-builds-bed` in the user's cache folder. It can be deleted while no test is
 * running.
 */
export function bedHome(): string {
  const { MULTIARCH_BED: bed = '', XDG_CACHE_HOME: cache = '' } = process.env;
  return bed !== '' ? bed : join(cache !== '' ? cache : join(homedir(), '.cache'), 'multiarch-builds-bed');
}

/** A path inside the folder of the test bed. */
export function bedPath(...parts: readonly string[]): string {
  return join(bedHome(), ...parts);
}

import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder where the test bed keeps what it brings: `$MULTIARCH_BED`, else `multiarch-builds-bed` in the user's cache
 * folder. It can be deleted whenever no test runs.
 */
export function bedHome(): string {
  const { MULTIARCH_BED: bed = '', XDG_CACHE_HOME: cache = '' } = process.env;
  return bed !== '' ? bed : join(cache !== '' ? cache : join(homedir(), '.cache'), 'multiarch-builds-bed');
}

/** A path inside the folder of the test bed. */
export function bedPath(...parts: readonly string[]): string {
  return join(bedHome(), ...parts);
}

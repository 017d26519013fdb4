import { join } from 'node:path';
import { goPrograms } from './goPrograms.ts';

/**
 * Builds the buildx that `buildx/go.mod` asks for, once, and resolves to the program. Throws `BedUnavailable` where there is no
 * Go or it fails.
 */
export async function buildxFromGo(): Promise<string> {
  const folder = await goPrograms({ name: 'buildx', module: 'github.com/docker/buildx', packages: ['cmd/buildx'] });
  return join(folder, 'buildx');
}

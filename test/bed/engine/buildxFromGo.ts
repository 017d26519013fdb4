import { join } from 'node:path';
import { goPrograms } from './goPrograms.ts';

/**
 * Builds the buildx version in `buildx/go.mod` once, and resolves to the program. Throws `BedUnavailable` if Go is not installed or the
 * build fails.
 */
export async function buildxFromGo(): Promise<string> {
  const folder = await goPrograms({ name: 'buildx', module: 'github.com/docker/buildx', packages: ['cmd/buildx'] });
  return join(folder, 'buildx');
}

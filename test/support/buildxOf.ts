import { buildxVersion, type BuildxVersion } from '../../src/tools/buildx/version.ts';

/** A version in the format of `docker buildx version`. */
export function buildxOf(version: string): BuildxVersion | undefined {
  return buildxVersion('docker').parse({
    stdout: `github.com/docker/buildx v${version} 9876543\n`,
    stderr: '',
    exitCode: 0,
  });
}

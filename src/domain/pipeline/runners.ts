import { formatPlatform, parsePlatform } from '../platform.ts';

/**
 * GitHub's runner that runs a platform without emulation; undefined if there is none
 * (https://docs.github.com/en/actions/reference/runners/github-hosted-runners). Runners for arm64 also run 32-bit Arm.
 */
export function nativeRunner(platform: string): string | undefined {
  const parsed = parsePlatform(platform);
  if (!parsed.ok || parsed.value.os !== 'linux') {
    return undefined;
  }
  switch (parsed.value.architecture) {
    case 'amd64':
    case '386':
      return 'ubuntu-24.04';
    case 'arm64':
    case 'arm':
      return 'ubuntu-24.04-arm';
    default:
      return undefined;
  }
}

/** A platform as part of a name: `linux-arm-v7`. */
export function platformSlug(platform: string): string {
  const parsed = parsePlatform(platform);
  return (parsed.ok ? formatPlatform(parsed.value) : platform).replaceAll(/[^a-z0-9]+/gi, '-');
}

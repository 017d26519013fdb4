import { formatPlatform, parsePlatform } from '../../domain/platform.ts';

/** The platform of a node by what it says of itself; undefined where that is none, so that nobody builds for it. */
export function platformNamed(os: string, architecture: string): string | undefined {
  const parsed = parsePlatform(`${os}/${architecture}`);
  return parsed.ok ? formatPlatform(parsed.value) : undefined;
}

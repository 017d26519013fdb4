import { formatPlatform, parsePlatform } from '../../domain/platform.ts';

/** The platform that a node reports; undefined if it is invalid, so that no build targets it. */
export function platformNamed(os: string, architecture: string): string | undefined {
  const parsed = parsePlatform(`${os}/${architecture}`);
  return parsed.ok ? formatPlatform(parsed.value) : undefined;
}

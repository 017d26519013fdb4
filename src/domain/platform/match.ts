import { isReadable, normalizePlatform, type Platform } from './normalize.ts';
import { versionRuns } from './windowsVersion.ts';

/** Whether the two are the same platform (containerd's `OnlyStrict`). If both name a version of Windows, `a` must be one that runs `b`. */
export function samePlatform(a: Platform, b: Platform): boolean {
  const left = normalizePlatform(a);
  const right = normalizePlatform(b);
  return (
    left.os === right.os &&
    left.architecture === right.architecture &&
    left.variant === right.variant &&
    (left.os !== 'windows' || versionRuns(left.osVersion ?? '', right.osVersion ?? ''))
  );
}

/**
 * Every platform whose images containerd accepts on this host, best first (the vector of containerd's `Only`); none for an arm64 level that
 * it does not know, or an invalid platform.
 */
export function acceptablePlatforms(host: Platform): readonly Platform[] {
  const normalized = normalizePlatform(host);
  if (!isReadable(normalized)) {
    return [];
  }
  const { os, architecture, variant, osVersion } = normalized;
  const make = (name: string, level?: string) =>
    normalizePlatform({
      os,
      architecture: name,
      ...(level !== undefined && { variant: level }),
      ...(osVersion !== undefined && { osVersion }),
    });
  switch (architecture) {
    case 'amd64':
      return [make('amd64', variant), ...below(variant, 1).map((level) => make('amd64', level)), make('386')];
    case 'arm':
      return [make('arm', variant), ...below(variant, 5).map((level) => make('arm', level))];
    case 'arm64': {
      const levels = arm64Levels(variant ?? 'v8').map((level) => make('arm64', level));
      return levels.length === 0 ? [] : [...levels, ...acceptablePlatforms(make('arm', 'v8'))];
    }
    default:
      return [make(architecture, variant)];
  }
}

/** Whether a containerd host pulls this image (`Only`). It may still be unable to run it: not every arm64 processor runs 32-bit Arm. */
export function matchesPlatform(host: Platform, image: Platform): boolean {
  return acceptablePlatforms(host).some((acceptable) => samePlatform(acceptable, image));
}

/**
 * Whether a BuildKit node runs the target's programs natively. `native` is the first platform that the node lists, `listed` all of them.
 * BuildKit (util/archutil) finds the other ones by starting a tiny program for each, so its list does not distinguish a processor's second
 * instruction set from QEMU's. amd64 runs 386 natively wherever the probe succeeds. arm64 may or may not run 32-bit Arm (Apple's processors
 * and newer server cores do not), so that counts as native only if the node lists it and nothing else that would need an emulator.
 */
export function runsNatively(native: Platform, target: Platform, listed: readonly Platform[] = []): boolean {
  const host = normalizePlatform(native);
  const wanted = normalizePlatform(target);
  if (host.os !== wanted.os || !isReadable(host)) {
    return false;
  }
  if (host.architecture === 'arm64' && wanted.architecture === 'arm') {
    const emulates = listed.some((other) => !['arm64', 'arm'].includes(normalizePlatform(other).architecture));
    return !emulates && listed.some((other) => samePlatform(other, wanted));
  }
  if (host.architecture === 'arm' && wanted.architecture === 'arm') {
    return matchesPlatform(host, wanted);
  }
  return host.architecture === wanted.architecture || (host.architecture === 'amd64' && wanted.architecture === '386');
}

/** `v3` over 1 → `v2`, `v1`. Variants with more than one digit do not exist, and an untrusted one must not create an endless list. */
function below(variant: string | undefined, lowest: number): readonly string[] {
  const level = Number(/^v?(\d)$/.exec(variant ?? '')?.[1] ?? 0);
  return Array.from({ length: Math.max(0, level - lowest) }, (_, index) => `v${level - 1 - index}`);
}

/** Armv9.x extends Armv8.(x+5); the architecture ends at 8.9 and, so far, 9.7. */
function arm64Levels(variant: string): readonly string[] {
  const [, major = '', minor = '0'] = /^v(8|9)(?:\.([0-9]))?$/.exec(variant) ?? [];
  const level = Number(minor);
  switch (major) {
    case '8':
      return descending(8, level);
    case '9':
      return level > 7 ? [] : [...descending(9, level), ...descending(8, Math.min(level + 5, 9))];
    default:
      return [];
  }
}

function descending(major: number, minor: number): readonly string[] {
  return Array.from({ length: minor + 1 }, (_, index) =>
    index === minor ? `v${major}` : `v${major}.${minor - index}`,
  );
}

import { formatPlatform, type Platform } from '../../platform.ts';
import type { Dockerfile } from '../dockerfile.ts';
import { interpolate } from '../interpolate.ts';

/** Represents an unknown platform, which no stage runs on. */
export const unnamed: Platform = { os: 'builder', architecture: 'builder' };

/** Have a different value for each target platform. */
const ofTarget = ['TARGETPLATFORM', 'TARGETOS', 'TARGETOSVERSION', 'TARGETARCH', 'TARGETVARIANT'];

/**
 * The values of the arguments before the first stage (frontend/dockerfile/dockerfile2llb, `defaultArgs`).
 *
 * @param given the build arguments
 * @param native the builder's own platform
 * @param target the target platform; without it, its variables are not a valid platform
 */
export function stageArguments(
  args: Dockerfile['args'],
  given: Readonly<Record<string, string>>,
  native: Platform,
  target?: Platform,
): ReadonlyMap<string, string> {
  const values = new Map([
    ['BUILDPLATFORM', formatPlatform(native)],
    ['BUILDOS', native.os],
    ['BUILDARCH', native.architecture],
    ['BUILDVARIANT', native.variant ?? ''],
    ...(target ? valuesOf(target) : ofTarget.map((name) => [name, '?'] as const)),
  ]);
  const own = new Map(Object.entries(given));
  for (const name of values.keys()) {
    values.set(name, own.get(name) ?? values.get(name) ?? '');
  }
  for (const { name, value } of args) {
    const now = own.get(name) ?? (value === undefined ? undefined : closed(value, values));
    if (now !== undefined) {
      values.set(name, now);
    } else if (value !== undefined) {
      values.delete(name);
    }
  }
  return values;
}

function valuesOf(target: Platform): readonly (readonly [string, string])[] {
  return [
    ['TARGETPLATFORM', formatPlatform(target)],
    ['TARGETOS', target.os],
    ['TARGETOSVERSION', target.osVersion ?? ''],
    ['TARGETARCH', target.architecture],
    ['TARGETVARIANT', target.variant ?? ''],
  ];
}

function closed(value: string, values: ReadonlyMap<string, string>): string | undefined {
  const { text, open } = interpolate(value, values);
  return open ? undefined : text;
}

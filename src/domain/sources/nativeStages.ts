import { formatPlatform, parsePlatform, type Platform } from '../platform.ts';
import type { Dockerfile } from './dockerfile.ts';
import { interpolate } from './interpolate.ts';

/** Stands for the builder's own platform as long as nobody knows it. */
const unnamed: Platform = { os: 'builder', architecture: 'builder' };

/** Has another value for each platform that is built. */
const ofTarget = ['TARGETPLATFORM', 'TARGETOS', 'TARGETOSVERSION', 'TARGETARCH', 'TARGETVARIANT'];

/**
 * The stages that are executed on the builder's own platform, whichever is built for: by what `--platform` comes to and not
 * by how it is written, and those that are made from such stages. They are named as BuildKit's progress names them, in
 * lower case; a stage that is alone and has no name is the empty text.
 *
 * @param args the build arguments
 * @param natives what the builder's nodes are themselves; none: not known
 */
export function nativeStages(
  { stages, args }: Dockerfile,
  given: Readonly<Record<string, string>>,
  natives: readonly Platform[],
): readonly string[] {
  const builders = (natives.length > 0 ? natives : [unnamed]).map((native) => ({
    native,
    values: valuesFor(native, args, given),
  }));
  const found = new Map<string, boolean>();
  for (const { name, index, base, platform } of stages) {
    const isNative =
      found.get(base.toLowerCase()) ??
      (platform !== undefined && builders.every(({ native, values }) => isOn(native, platform, values)));
    found.set(name?.toLowerCase() ?? (stages.length === 1 ? '' : `stage-${index}`), isNative);
  }
  return [...found].flatMap(([stage, isNative]) => (isNative ? [stage] : []));
}

function isOn(native: Platform, written: string, values: ReadonlyMap<string, string>): boolean {
  const { text, open } = interpolate(written, values);
  const parsed = parsePlatform(text, native);
  return !open && parsed.ok && formatPlatform(parsed.value) === formatPlatform(native);
}

/** What the arguments before the first stage have for values (frontend/dockerfile/dockerfile2llb, `defaultArgs`). */
function valuesFor(
  native: Platform,
  args: Dockerfile['args'],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const values = new Map([
    ['BUILDPLATFORM', formatPlatform(native)],
    ['BUILDOS', native.os],
    ['BUILDARCH', native.architecture],
    ['BUILDVARIANT', native.variant ?? ''],
    // what is no platform, and so is on none
    ...ofTarget.map((name) => [name, '?'] as const),
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

function closed(value: string, values: ReadonlyMap<string, string>): string | undefined {
  const { text, open } = interpolate(value, values);
  return open ? undefined : text;
}

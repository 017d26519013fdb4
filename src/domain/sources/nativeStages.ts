import { formatPlatform, parsePlatform, type Platform } from '../platform.ts';
import type { Dockerfile } from './dockerfile.ts';
import { interpolate } from './interpolate.ts';
import { stageArguments, unnamed } from './stages/stageArguments.ts';

/**
 * The stages that run on the builder's own platform for every target: by the value of `--platform` and not by its notation, and stages
 * based on such ones. They have BuildKit's names in lowercase; a single unnamed stage is the empty text.
 *
 * @param args the build arguments
 * @param natives the native platforms of the builder's nodes; empty if unknown
 */
export function nativeStages(
  { stages, args }: Dockerfile,
  given: Readonly<Record<string, string>>,
  natives: readonly Platform[],
): readonly string[] {
  const builders = (natives.length > 0 ? natives : [unnamed]).map((native) => ({
    native,
    values: stageArguments(args, given, native),
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

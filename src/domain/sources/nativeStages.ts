import { formatPlatform, parsePlatform, type Platform } from '../platform.ts';
import type { Dockerfile } from './dockerfile.ts';
import { interpolate } from './interpolate.ts';
import { stageArguments, unnamed } from './stages/stageArguments.ts';

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

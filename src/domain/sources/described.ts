import { parsePlatform } from '../platform.ts';
import type { BakeDefinition } from '../policy/bakeDefinition.ts';
import type { BakeSource, ComposeSource } from './buildSource.ts';

/** A source as bake itself reads its files: with its variables, `.env`, included files and everything else that only bake knows. */
export function describedBy(
  source: BakeSource | ComposeSource,
  { targets, members }: BakeDefinition,
): BakeSource | ComposeSource {
  const definitions = members.flatMap((name) => targets.get(name) ?? []);
  const { directory, files } = source;
  const told = {
    directory,
    files,
    tags: once(definitions.flatMap(({ tags }) => tags)),
    platforms: once(definitions.flatMap(({ platforms }) => platforms)),
  };
  return source.kind === 'bake'
    ? { kind: 'bake', target: source.target, several: members.length !== 1, ...told }
    : { kind: 'compose', service: source.service, ...told };
}

/** Platforms that can be requested by name: the meaning of `local` depends on the machine. */
export function namedPlatforms(platforms: readonly string[]): readonly string[] {
  return platforms.every((text) => parsePlatform(text).ok) ? platforms : [];
}

function once(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

interface Levels {
  /** The setting at the level where it is written. */
  readonly own: unknown;
  /** The user's setting, which VS Code merges into it. */
  readonly inherited: unknown;
}

/**
 * The setting `multiarch.clusterPlatforms` after a declaration was added or removed: other contexts are kept, and an empty list overrides
 * an inherited declaration. Undefined if nothing is left.
 */
export function declaredAfter(
  { own, inherited }: Levels,
  context: string,
  platforms: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const others = entries(own).filter(([name]) => name !== context);
  const isCovering = entries(inherited).some(([name]) => name === context);
  const all = [...others, ...(platforms.length > 0 || isCovering ? [[context, platforms] as const] : [])];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

interface Levels {
  /** What the setting says where it is written. */
  readonly own: unknown;
  /** What the user's setting says, which is merged with it. */
  readonly inherited: unknown;
}

/**
 * The setting `multiarch.clusterPlatforms` after a context was declared, or no more: other contexts keep what they have, and
 * what is inherited is covered by an empty list. Undefined where nothing is left to say.
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

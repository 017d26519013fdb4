/** The platforms after boxes were ticked or not, in their order; those that are new come last. */
export function withTicks(
  platforms: readonly string[],
  ticks: readonly { readonly platform: string; readonly checked: boolean }[],
): readonly string[] {
  return ticks.reduce<readonly string[]>((all, { platform, checked }) => {
    const others = all.filter((each) => each !== platform);
    return !checked ? others : others.length < all.length ? all : [...all, platform];
  }, platforms);
}

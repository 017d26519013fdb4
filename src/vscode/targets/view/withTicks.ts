/** The platforms after boxes were changed, in order; new ones come last. */
export function withTicks(
  platforms: readonly string[],
  ticks: readonly { readonly platform: string; readonly checked: boolean }[],
): readonly string[] {
  return ticks.reduce<readonly string[]>((all, { platform, checked }) => {
    const others = all.filter((each) => each !== platform);
    return !checked ? others : others.length < all.length ? all : [...all, platform];
  }, platforms);
}

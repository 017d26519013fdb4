/** `amd64` for `linux/amd64`: clusters and builders are nearly always of one system. */
export function shortPlatform(platform: string): string {
  return platform.replace(/^linux\//, '');
}

/** `amd64` for `linux/amd64`: builders and clusters nearly always use a single operating system. */
export function shortPlatform(platform: string): string {
  return platform.replace(/^linux\//, '');
}

/** What a builder's cache takes on disk, in bytes. */
export interface DiskUsage {
  readonly total: number;
  readonly reclaimable: number;
  /** How many entries there are, over all nodes. */
  readonly entries: number;
}

const decimal = ['', 'k', 'm', 'g', 't', 'p', 'e', 'z', 'y'];

/**
 * Bytes of a size as Go programs write it (docker/go-units): `3.204GB` counts in thousands, `1.5GiB` in 1,024.
 * Undefined for anything else.
 */
export function parseSize(text: string): number | undefined {
  const [, number, prefix, binary] = /^\s*(\d+(?:\.\d+)?(?:e\+?\d+)?)\s*([kmgtpezy]?)(i?)b\s*$/i.exec(text) ?? [];
  if (number === undefined || prefix === undefined) {
    return undefined;
  }
  const power = decimal.indexOf(prefix.toLowerCase());
  return Math.round(Number(number) * (binary === '' ? 1000 : 1024) ** power);
}

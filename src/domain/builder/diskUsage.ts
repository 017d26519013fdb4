/** The disk usage of a builder's cache in bytes. */
export interface DiskUsage {
  readonly total: number;
  readonly reclaimable: number;
  /** Number of entries of all nodes. */
  readonly entries: number;
}

const decimal = ['', 'k', 'm', 'g', 't', 'p', 'e', 'z', 'y'];

/** A size as Go programs print it (docker/go-units) in bytes: `3.204GB` is decimal, `1.5GiB` is binary. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, number, prefix, binary] = /^\s*(\d+(?:\.\d+)?(?:e\+?\d+)?)\s*([kmgtpezy]?)(i?)b\s*$/i.exec(text) ?? [];
  if (number === undefined || prefix === undefined) {
    return undefined;
  }
  const power = decimal.indexOf(prefix.toLowerCase());
  return Math.round(Number(number) * (binary === '' ? 1000 : 1024) ** power);
}

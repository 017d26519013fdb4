import { isIndexType, type Manifest } from './manifest.ts';

/**
 * How many entries an index has with those of the indexes inside it, each as often as it is named: a small one can name
 * another many times, and that one the next.
 *
 * @param manifests what was read of them, by digest
 * @param levels of indexes inside indexes that are followed
 */
export function countEntries(
  top: Manifest,
  manifests: ReadonlyMap<string, Manifest | undefined>,
  levels: number,
): number {
  const counted = new Map<string, number>();
  const count = (manifest: Manifest | undefined, left: number): number =>
    manifest?.kind !== 'index' || left === 0
      ? 0
      : manifest.entries.reduce(
          (sum, { digest, mediaType }) => sum + 1 + (isIndexType(mediaType) ? below(digest, left) : 0),
          0,
        );
  function below(digest: string, left: number): number {
    const key = `${left} ${digest}`;
    const known = counted.get(key) ?? count(manifests.get(digest), left - 1);
    counted.set(key, known);
    return known;
  }
  return count(top, levels);
}

import { isIndexType, type Manifest } from './manifest.ts';

/**
 * The number of entries of an index with nested ones, each as often as it is listed: a small index can list another many times, and so on.
 *
 * @param manifests the documents read so far, by digest
 * @param levels maximum depth of nested indexes
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

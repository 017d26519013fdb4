/** What `--metadata-file` says of one result. A push over several nodes leaves only the digest (buildx build/build.go). */
export interface BuildMetadata {
  /** The bake target, where there is one. */
  readonly target?: string;
  readonly digest?: string;
  readonly names: readonly string[];
}

/** Reads the metadata file of `build` (one result) or `bake` (one for each target). Unreadable text means no result. */
export function parseMetadata(text: string, kind: 'build' | 'bake'): BuildMetadata[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isRecord(value)) {
    return [];
  }
  if (kind === 'build') {
    return [result(value)];
  }
  return Object.entries(value).flatMap(([target, entry]) =>
    target.startsWith('buildx.') || !isRecord(entry) ? [] : [{ target, ...result(entry) }],
  );
}

function result(entry: Record<string, unknown>): BuildMetadata {
  const digest = entry['containerimage.digest'];
  const names = entry['image.name'];
  return {
    ...(typeof digest === 'string' && { digest }),
    names: typeof names === 'string' ? names.split(',').filter((name) => name !== '') : [],
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { object } from 'valibot';
import { parseJson, readShape } from '../../domain/untrusted/json.ts';
import { anyText } from '../../domain/untrusted/shapes.ts';
import { isMapping, type Mapping } from '../../domain/untrusted/values.ts';

const builtImage = object({ 'containerimage.digest': anyText, 'image.name': anyText });

/** A result in `--metadata-file`. A push from several nodes leaves only the digest (buildx build/build.go). */
export interface BuildMetadata {
  /** The bake target, if any. */
  readonly target?: string;
  readonly digest?: string;
  readonly names: readonly string[];
}

/** Parses the metadata file of `build` (one result) or `bake` (one per target). An unreadable text has no results. */
export function parseMetadata(text: string, kind: 'build' | 'bake'): BuildMetadata[] {
  const value = parseJson(text);
  if (!isMapping(value)) {
    return [];
  }
  if (kind === 'build') {
    return [result(value)];
  }
  return Object.entries(value).flatMap(([target, entry]) =>
    target.startsWith('buildx.') || !isMapping(entry) ? [] : [{ target, ...result(entry) }],
  );
}

function result(entry: Mapping): BuildMetadata {
  const { 'containerimage.digest': digest, 'image.name': names = '' } = readShape(builtImage, entry) ?? {};
  return { ...(digest !== undefined && { digest }), names: names.split(',').filter((name) => name !== '') };
}

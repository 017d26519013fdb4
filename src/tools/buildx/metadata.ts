import { object } from 'valibot';
import { parseJson, readShape } from '../../domain/untrusted/json.ts';
import { anyText } from '../../domain/untrusted/shapes.ts';
import { isMapping, type Mapping } from '../../domain/untrusted/values.ts';

const builtImage = object({ 'containerimage.digest': anyText, 'image.name': anyText });

/** What `--metadata-file` says of one result. A push over several nodes leaves only the digest (buildx build/build.go). */
export interface BuildMetadata {
  /** The bake target, where there is one. */
  readonly target?: string;
  readonly digest?: string;
  readonly names: readonly string[];
}

/** Reads the metadata file of `build` (one result) or `bake` (one for each target). Unreadable text means no result. */
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

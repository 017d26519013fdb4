import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../../../../src/domain/sources/readFiles.ts';

const folder = path.resolve(import.meta.dirname, '../../../fixtures/sources');

/** The tools' own results for the cases of a kind. */
export function expected<T>(kind: 'dockerfile' | 'bake' | 'compose'): Readonly<Record<string, T>> {
  return JSON.parse(textOf(kind, 'expected.json')) as Record<string, T>;
}

export function textOf(...names: readonly string[]): string {
  return readFileSync(path.join(folder, ...names), 'utf8');
}

/** All files of a case, as found in a workspace folder. */
export function filesOf(kind: 'bake' | 'compose', name: string): readonly SourceFile[] {
  const from = path.join(folder, kind, name);
  return readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(from, file)).isFile())
    .map((file) => ({ path: file.replaceAll(path.sep, '/'), text: readFileSync(path.join(from, file), 'utf8') }));
}

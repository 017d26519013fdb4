import assert from 'node:assert/strict';
import { manifestFacts } from '../../../../../src/domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../../../../src/domain/sources/manifests/workspaceWorkloads.ts';
import { atOnce } from '../../../../support/atOnce.ts';

/** The images that files name together, by their paths. */
export function readFolder(files: Readonly<Record<string, string>>) {
  return atOnce(
    workspaceWorkloads(
      Object.entries(files).map(([path, text]) => {
        const read = manifestFacts(path, text);
        assert.ok(read.ok);
        return read.value;
      }),
    ),
  );
}

/** Each as `kind name image`. */
export function imageLines(files: Readonly<Record<string, string>>): readonly string[] {
  return readFolder(files).map(({ kind, name, image }) => [kind, name, image].filter((part) => part !== '').join(' '));
}

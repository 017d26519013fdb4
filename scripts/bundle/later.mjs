import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The modules that the entry imports but activation does not call, with their exports: they are loaded from a separate file
 * with the first call of one of them. Activates the bundle to find out what activation calls. A module that exports anything but functions
 * and objects of texts stays in the entry.
 *
 * @param options how esbuild bundles the entry, without the result of this function
 */
export async function findLater(root, options) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  try {
    const outfile = path.join(folder, 'whole.cjs');
    const { metafile } = await build({ ...options, outfile, metafile: true, minify: false, sourcemap: false });
    const script = path.join(import.meta.dirname, 'activation.cjs');
    const ran = new Set(JSON.parse(execFileSync(process.execPath, [script, outfile], { encoding: 'utf8' })));
    const [{ inputs }] = Object.values(metafile.outputs);
    return new Map(
      Object.keys(inputs)
        .filter((file) => file.startsWith('src/') && !ran.has(file))
        .map((file) => [file, exportsOf(path.join(root, file))])
        .filter(([, exported]) => exported !== undefined),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The project's modules in a bundle. */
export async function modulesOf(options) {
  const { metafile } = await build({ ...options, outfile: 'none.cjs', write: false, metafile: true });
  const [{ inputs }] = Object.values(metafile.outputs);
  return new Set(Object.keys(inputs).filter((file) => file.startsWith('src/') && inputs[file].bytesInOutput > 0));
}

/** A module's exports, if all of them are functions, or objects whose members are texts. */
function exportsOf(file) {
  const exported = [...readFileSync(file, 'utf8').matchAll(/^export (?!type |interface )(.*)$/gm)].map(([, rest]) => {
    const [, call, texts] = /^(?:(?:async )?function\*? (\w+)|const (\w+Texts) = \{$)/.exec(rest) ?? [];
    return { name: call ?? texts, isCalled: call !== undefined };
  });
  return exported.length > 0 && exported.every(({ name }) => name !== undefined) ? exported : undefined;
}

import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The modules that the entry imports and whose functions activation does not call, with the names of these: they are loaded from a file of
 * their own when the first of them is called. What activation calls is found out by activating. A module that exports anything but
 * functions stays where it is imported.
 *
 * @param options how esbuild bundles the entry, without what is to be found out here
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
        .map((file) => [file, functionsOf(path.join(root, file))])
        .filter(([, functions]) => functions !== undefined),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The own modules that a bundle has in it. */
export async function modulesOf(options) {
  const { metafile } = await build({ ...options, outfile: 'none.cjs', write: false, metafile: true });
  const [{ inputs }] = Object.values(metafile.outputs);
  return new Set(Object.keys(inputs).filter((file) => file.startsWith('src/') && inputs[file].bytesInOutput > 0));
}

/** The names of what a module exports, where that is functions alone. */
function functionsOf(file) {
  const exported = [...readFileSync(file, 'utf8').matchAll(/^export (?!type |interface )(.*)$/gm)].map(
    ([, rest]) => rest,
  );
  const names = exported.map((rest) => /^(?:async )?function\*? (\w+)/.exec(rest)?.[1]);
  return names.length > 0 && !names.includes(undefined) ? names : undefined;
}

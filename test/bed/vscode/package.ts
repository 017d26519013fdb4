import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../engine/processes.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Builds and packages the extension, unless `MULTIARCH_VSIX` names a package. @returns the path of the .vsix */
export async function packageExtension(): Promise<string> {
  const given = process.env.MULTIARCH_VSIX;
  if (given !== undefined && given !== '') {
    return given;
  }
  const file = path.join(root, 'out/multiarch-builds.vsix');
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  await mkdir(path.dirname(file), { recursive: true });
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', file], { cwd: root });
  return file;
}

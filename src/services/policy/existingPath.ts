import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

const mostLinks = 255;

/**
 * The real path of a file; for a missing one, that of the nearest existing folder. Buildx compares paths in the same way
 * (util/osutil/path.go, `EvaluateToExistingPath`): a dangling link resolves to its destination.
 *
 * @param file absolute
 */
export async function existingPath(file: string, links = 0): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = path.dirname(file);
    if (folder === file || links > mostLinks) {
      return file;
    }
    const stat = await lstat(file).catch(() => undefined);
    if (!stat?.isSymbolicLink()) {
      return existingPath(folder, links);
    }
    const from = await existingPath(folder, links);
    return existingPath(path.resolve(from, await readlink(file)), links + 1);
  }
}

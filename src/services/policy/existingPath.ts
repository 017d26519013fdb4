import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

const mostLinks = 255;

/**
 * Where a path leads, links followed; of what does not exist the nearest folder that does. So does buildx compare paths
 * (util/osutil/path.go, `EvaluateToExistingPath`): a link that dangles leads to where it points.
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

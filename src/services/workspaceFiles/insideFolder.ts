import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where a file lies in a folder, as a path from there; undefined when it lies elsewhere, by its name or because a link leads out of
 * the folder, or when there is no such file.
 *
 * @param file absolute, or counted from the folder
 */
export async function insideFolder(folder: string, file: string): Promise<string | undefined> {
  const full = path.resolve(folder, file);
  if (!isBelow(folder, full)) {
    return undefined;
  }
  try {
    return isBelow(await realpath(folder), await realpath(full)) ? path.relative(folder, full) : undefined;
  } catch {
    return undefined;
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

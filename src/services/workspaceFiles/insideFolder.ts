import { realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * The path of a file relative to a folder. Undefined if it is outside by name or through a link, or does not exist.
 *
 * @param file absolute, or relative to the folder
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

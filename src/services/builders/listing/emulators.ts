import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseHandler, type Handler } from '../../../domain/builder/emulators.ts';

const table = '/proc/sys/fs/binfmt_misc';
const maxEntries = 200;

/**
 * The emulators in the kernel of this machine; undefined if its table cannot be read: another system, a container, or a table that is not
 * mounted.
 */
export async function readHandlers(folder = table): Promise<readonly Handler[] | undefined> {
  try {
    const names = await readdir(folder);
    if (!/^enabled$/m.test(await readFile(path.join(folder, 'status'), 'utf8'))) {
      return [];
    }
    const entries = names.filter((name) => name !== 'register' && name !== 'status').slice(0, maxEntries);
    const texts = await Promise.all(entries.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')));
    return texts.map(parseHandler).filter((handler) => handler !== undefined);
  } catch {
    return undefined;
  }
}

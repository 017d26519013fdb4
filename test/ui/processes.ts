import { readdir, readFile, readlink } from 'node:fs/promises';

/** The command lines of the processes of this machine whose working directory is that folder or below it. */
export async function processesIn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const directory = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return directory === folder || directory.startsWith(`${folder}/`)
        ? (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()
        : '';
    }),
  );
  return found.filter((command) => command !== '');
}

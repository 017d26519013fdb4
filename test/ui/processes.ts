import { readdir, readFile, readlink } from 'node:fs/promises';

/** The command lines of Docker's processes with a working directory in that folder. */
export async function dockerIn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const directory = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return directory === folder || directory.startsWith(`${folder}/`)
        ? (await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()
        : '';
    }),
  );
  return found.filter((command) => /^\S*\bdocker(-buildx)? /.test(command));
}

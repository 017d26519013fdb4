import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const directories = (search = process.env.PATH ?? '') => search.split(path.delimiter).filter(existsSync);

/** The first `docker` in a list of directories such as PATH. */
export function findDocker(search?: string): string {
  const directory = directories(search).find((each) => existsSync(path.join(each, 'docker')));
  return path.join(directory!, 'docker');
}

/**
 * The same programs without `docker`: if it shares its directory with others, a new one has links to them.
 * @returns a value for PATH, and a function that removes the new directories
 */
export async function pathWithoutDocker(search?: string) {
  const made: string[] = [];
  const without = directories(search).map(async (directory) => {
    if (!existsSync(path.join(directory, 'docker'))) {
      return directory;
    }
    const copy = await mkdtemp(path.join(tmpdir(), 'multiarch-path-'));
    made.push(copy);
    const others = (await readdir(directory)).filter((name) => name !== 'docker');
    await Promise.all(others.map((name) => symlink(path.join(directory, name), path.join(copy, name))));
    return copy;
  });
  const value = (await Promise.all(without)).join(path.delimiter);
  return { value, remove: () => Promise.all(made.map((directory) => rm(directory, { recursive: true }))) };
}

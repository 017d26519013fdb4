import { matchesWildcards } from './sshHosts/wildcards.ts';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readSshConfig } from '../../domain/configFiles/sshConfig.ts';

const largest = 1024 * 1024;
const mostFiles = 100;

/** The hosts in the user's `~/.ssh/config` and its included files; empty if it cannot be read. */
export async function sshHosts(home: string): Promise<readonly string[]> {
  const folder = path.join(home, '.ssh');
  const hosts = new Set<string>();
  const seen = new Set<string>();
  const open = [path.join(folder, 'config')];
  for (let file = open.shift(); file !== undefined && seen.size < mostFiles; file = open.shift()) {
    if (seen.has(file)) {
      continue;
    }
    seen.add(file);
    const config = readSshConfig(await read(file));
    config.hosts.forEach((host) => hosts.add(host));
    for (const include of config.includes.slice(0, mostFiles)) {
      (await included(include, folder, home)).forEach((each) => open.push(each));
    }
  }
  return [...hosts];
}

/** ssh_config(5): relative names refer to ~/.ssh; wildcards apply to the last part of a name. */
async function included(pattern: string, folder: string, home: string): Promise<readonly string[]> {
  const absolute = path.resolve(folder, pattern.replace(/^~(?=[\\/])/, home));
  const name = path.basename(absolute);
  if (!/[*?]/.test(name)) {
    return [absolute];
  }
  const entries = await readdir(path.dirname(absolute)).catch(() => []);
  return entries
    .filter((entry) => matchesWildcards(entry, name))
    .sort()
    .slice(0, mostFiles)
    .map((entry) => path.join(path.dirname(absolute), entry));
}

async function read(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    return size <= largest ? await readFile(file, 'utf8') : '';
  } catch {
    return '';
  }
}

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bedPath } from '../paths.ts';
import { removeBridge } from './bridge.ts';
import { withLock } from './lock.ts';
import { identify, isAlive, killLeftovers, run, type ProcessIdentity } from './processes.ts';

/** In a run folder: the name of its network bridge. */
export const bridgeFile = 'bridge';

/** The temporary state of a daemon of the test bed. */
export interface RunFolder {
  readonly name: string;
  readonly path: string;
  /** The control group for its containers. */
  readonly cgroup: string;
  /** Ends what still runs there, undoes its mounts and deletes it with its bridge and control group. */
  remove(): Promise<void>;
}

/** Creates a folder for the state of a daemon, and deletes those whose owner was killed before it could. */
export async function makeRunFolder(
  kind: 'engine' | 'registry' | 'node' | 'cluster' | 'kubelet' | 'tools',
): Promise<RunFolder> {
  return withLock('run', 'starting a daemon', async () => {
    await mkdir(bedPath('run'), { recursive: true });
    await removeOrphans();
    // short: the paths of its sockets can have 107 characters
    const taken = new Set(await readdir(bedPath('run')));
    let n = 1;
    while (taken.has(`${kind.charAt(0)}${n}`)) {
      n++;
    }
    const name = `${kind.charAt(0)}${n}`;
    await mkdir(bedPath('run', name), { recursive: true });
    await writeFile(bedPath('run', name, 'owner.json'), JSON.stringify(await identify(process.pid)));
    return describe(name);
  });
}

async function removeOrphans(): Promise<void> {
  for (const name of await readdir(bedPath('run'))) {
    const owner = await readFile(bedPath('run', name, 'owner.json'), 'utf8').then(
      (text) => JSON.parse(text) as ProcessIdentity,
      () => undefined,
    );
    if (owner === undefined || !(await isAlive(owner))) {
      await describe(name).remove();
    }
  }
}

function describe(name: string): RunFolder {
  const path = bedPath('run', name);
  const cgroup = `/multiarch-bed-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
  return {
    name,
    path,
    cgroup,
    async remove() {
      const programs = [`${bedPath('packages')}/`, `${bedPath('go')}/`];
      await killLeftovers(
        ({ executable, commandLine, cgroups, rootMount }) =>
          (programs.some((folder) => executable.startsWith(folder)) && commandLine.includes(`${path}/`)) ||
          cgroups.split('\n').some((line) => line.includes(`:${cgroup}/`)) ||
          // buildx puts its builders into its own choice of control group
          rootMount.includes(`=${path}/`),
      );
      await unmountBelow(path);
      await removeCgroups(cgroup);
      const bridge = await readFile(join(path, bridgeFile), 'utf8').catch(() => undefined);
      if (bridge !== undefined) {
        await removeBridge(bridge);
      }
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function unmountBelow(path: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    // spaces in the table are written as \040
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    )
    .filter((mount) => mount.startsWith(`${path}/`))
    .reverse();
  for (const mount of mounts) {
    await run('umount', ['--lazy', mount]);
  }
}

/** Control groups outlive their processes; one that cannot be removed is empty and does no harm. */
async function removeCgroups(cgroup: string): Promise<void> {
  const hierarchies = await readdir('/sys/fs/cgroup').catch(() => []);
  for (const root of ['/sys/fs/cgroup', ...hierarchies.map((name) => join('/sys/fs/cgroup', name))]) {
    await removeEmptyFolders(join(root, cgroup));
  }
}

async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isDirectory())) {
    await removeEmptyFolders(join(folder, entry.name));
  }
  await rmdir(folder).catch(() => undefined);
}

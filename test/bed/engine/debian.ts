import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bedPath } from '../paths.ts';
import { withLock } from './lock.ts';
import { run } from './processes.ts';
import { say } from './say.ts';
import { BedUnavailable } from './unavailable.ts';

/** Debian's name of an architecture; for these, Docker uses the same names. */
export type DebianArchitecture = MachineArchitecture | 's390x';
/** The architectures that the test bed supports. */
export type MachineArchitecture = 'amd64' | 'arm64';

/** Packages to unpack into a separate folder. Nothing is installed: no services start, no triggers run. */
export interface PackageSet {
  /** The name of the folder. */
  readonly name: string;
  /** The message during the installation. */
  readonly title: string;
  /** The Debian release with the packages, by its code name. */
  readonly suite: string;
  readonly architecture: DebianArchitecture;
  readonly packages: readonly string[];
}

/** Throws `BedUnavailable` unless Debian's packages can be used here: Debian 12 or later, as root. */
export async function requireDebianRoot(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new BedUnavailable('the test bed brings a Docker engine on Linux only, and none runs here');
  }
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!/^ID="?debian"?$/m.test(release)) {
    throw new BedUnavailable('the test bed brings a Docker engine from Debian packages, and this system is not Debian');
  }
  const version = /^VERSION_ID="?(\d+)/m.exec(release)?.[1];
  if (version !== undefined && Number(version) < 12) {
    throw new BedUnavailable(`the packages of the test bed need Debian 12 or later, and this is Debian ${version}`);
  }
  if (process.getuid?.() !== 0) {
    throw new BedUnavailable('no Docker engine runs here, and only root can start a private one');
  }
}

/** The architecture of this machine. */
export function machineArchitecture(): MachineArchitecture {
  if (process.arch === 'x64') {
    return 'amd64';
  }
  if (process.arch === 'arm64') {
    return 'arm64';
  }
  throw new BedUnavailable(`the test bed knows amd64 and arm64, and this machine is ${process.arch}`);
}

/**
 * Unpacks the packages once for all processes and sessions, and resolves to the folder that represents `/`. Does not change the machine's
 * own package lists, architectures and installed packages.
 */
export async function unpackPackages(set: PackageSet): Promise<string> {
  const folder = bedPath('packages', set.name);
  const root = join(folder, 'root');
  const stamp = join(folder, 'packages.txt');
  const wanted = `${set.suite} ${set.architecture} ${set.packages.join(' ')}\n`;
  const isThere = async (): Promise<boolean> => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isThere()) {
    return root;
  }
  await requireDebianRoot();
  return withLock(set.name, `installing ${set.title}`, async () => {
    if (await isThere()) {
      return root;
    }
    const fresh = `${folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(join(fresh, 'debs'), { recursive: true });
    const apt = await privateApt(set);
    say(`installing ${set.title} from Debian ${set.suite} …`);
    await apt(['update']);
    await apt(['download', ...set.packages], join(fresh, 'debs'));
    const debs = await readdir(join(fresh, 'debs'));
    for (const deb of debs) {
      await run('dpkg', ['-x', join(fresh, 'debs', deb), join(fresh, 'root')]);
    }
    await rm(join(fresh, 'debs'), { recursive: true });
    await writeFile(join(fresh, 'packages.txt'), wanted);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
    // the package lists, about 100 MB per release
    await rm(bedPath('apt', set.name), { recursive: true });
    say(`installed ${debs.map((deb) => deb.split('_').slice(0, 2).join(' ').replace('%3a', ':')).join(', ')}`);
    return root;
  });
}

/** Installs packages on this machine, for the few programs that do not work from a folder. */
export async function installOnMachine(packages: readonly string[]): Promise<void> {
  await requireDebianRoot();
  const suite = /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'sid';
  await withLock('machine-packages', `installing ${packages.join(', ')}`, async () => {
    const apt = await privateApt({ name: 'machine', suite, architecture: machineArchitecture() });
    say(`installing ${packages.join(', ')} from Debian ${suite} on this machine …`);
    await apt(['update']);
    await apt(['install', '--yes', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages]);
  });
}

/** apt-get with its own lists, cache and sources, so that it does not conflict with another apt. */
async function privateApt(
  set: Pick<PackageSet, 'name' | 'suite' | 'architecture'>,
): Promise<(args: readonly string[], cwd?: string) => Promise<void>> {
  const folder = bedPath('apt', set.name);
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  await mkdir(join(folder, 'none'), { recursive: true });
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  await writeFile(
    join(folder, 'sources.list'),
    `deb [signed-by=${keyring}] ${await debianMirror()} ${set.suite} main\n`,
  );
  const configuration = join(folder, 'apt.conf');
  await writeFile(
    configuration,
    [
      ...(await machineNetworkOptions()),
      `Dir::Etc::Parts "${join(folder, 'none')}";`,
      'Dir::Etc::Main "/dev/null";',
      `Dir::Etc::SourceList "${join(folder, 'sources.list')}";`,
      `Dir::Etc::SourceParts "${join(folder, 'none')}";`,
      `Dir::State::Lists "${join(folder, 'lists')}";`,
      `Dir::Cache "${join(folder, 'cache')}";`,
      `APT::Architecture "${set.architecture}";`,
      `APT::Architectures { "${set.architecture}"; };`,
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      'Acquire::Retries "3";',
      // a mirror that is frozen at a date is acceptable: its contents are still signed
      'Acquire::Check-Valid-Until "false";',
      'Acquire::Check-Date "false";',
      '',
    ].join('\n'),
  );
  return async (args, cwd = folder) => {
    const env = { APT_CONFIG: configuration, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['-qq', ...args], { cwd, env }).catch((error: unknown) => {
      throw new BedUnavailable(`Debian's packages cannot be had: ${String(error)}`);
    });
  };
}

/** How this machine reaches its mirror (proxies and similar), as lines of an apt configuration. */
async function machineNetworkOptions(): Promise<string[]> {
  const dump = await run('apt-config', ['dump']);
  return dump.split('\n').filter((line) => /^Acquire::(http|https|ForceIPv4|ForceIPv6)\b.* "/.test(line));
}

async function debianMirror(): Promise<string> {
  for (const file of ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const mirror = /^URIs: *(https?:\S+)/m.exec(text)?.[1] ?? /^deb (?:\[.*\] )?(https?:\S+)/m.exec(text)?.[1];
    if (mirror !== undefined) {
      return mirror;
    }
  }
  return 'http://deb.debian.org/debian';
}

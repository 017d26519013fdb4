import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bedPath } from '../paths.ts';
import { withLock } from './lock.ts';
import { run } from './processes.ts';
import { say } from './say.ts';
import { BedUnavailable } from './unavailable.ts';

export interface GoPrograms {
  /** The folder with a `go.mod`. */
  readonly name: string;
  /** Several sets of programs can come from one `go.mod`: the folder of this set in the cache. Default: `name`. */
  readonly set?: string;
  /** The parent of that folder. Default: beside this file. */
  readonly beside?: string;
  /** The module whose version is in `go.mod`. */
  readonly module: string;
  /** Packages below the module, such as `cmd/buildkitd`. */
  readonly packages: readonly string[];
  /** Values of variables to link into the programs. Default: the version, into the module's package `version`. */
  readonly variables?: (version: string) => Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Builds programs with the Go on the PATH once for all processes and sessions, and resolves to their folder. The version is that in
 * `go.mod`. Throws `BedUnavailable` if Go is not installed or the build fails.
 */
export async function goPrograms({
  name,
  set = name,
  beside = import.meta.dirname,
  module,
  packages,
  variables = (version) => ({ [`${module}/version.Version`]: version }),
  env = {},
}: GoPrograms): Promise<string> {
  const moduleFolder = join(beside, name);
  const version = new RegExp(`${module.replaceAll('.', '\\.')} (v[\\w.-]+)`).exec(
    await readFile(join(moduleFolder, 'go.mod'), 'utf8'),
  )![1]!;
  const folder = bedPath('go', set, version);
  if (await isThere(folder)) {
    return folder;
  }
  await run('go', ['version']).catch(() => {
    throw new BedUnavailable(`${set} ${version} is built with Go, and there is none on the PATH`);
  });
  // sets of one `go.mod` share most packages, and builds at the same time would compile them twice
  return withLock(name, `building ${set} ${version}`, async () => {
    if (await isThere(folder)) {
      return folder;
    }
    say(`building ${set} ${version} with Go (some minutes) …`);
    const fresh = `${folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    const values = Object.entries(variables(version)).map(([variable, value]) => `-X ${variable}=${value}`);
    const flags = ['-s -w', ...values].join(' ');
    const sources = packages.map((one) => `${module}/${one}`);
    const build = ['go', 'build', '-trimpath', '-buildvcs=false', '-ldflags', flags, '-o', `${fresh}/`, ...sources];
    // the lowest priority: other tests run meanwhile
    await run('setpriv', ['--pdeathsig', 'TERM', '--', 'nice', '-n', '19', ...build], {
      cwd: moduleFolder,
      env,
    }).catch((error: unknown) => {
      throw new BedUnavailable(`${set} ${version} cannot be built: ${String(error)}`);
    });
    await rename(fresh, folder);
    return folder;
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

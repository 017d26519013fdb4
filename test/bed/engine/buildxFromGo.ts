import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bedPath } from '../paths.ts';
import { withLock } from './lock.ts';
import { run } from './processes.ts';
import { say } from './say.ts';
import { BedUnavailable } from './unavailable.ts';

const moduleFolder = join(import.meta.dirname, 'buildx');
const modulePath = 'github.com/docker/buildx';

/**
 * Builds buildx with the Go that is on the PATH, once, and resolves to the program. The version is the one that
 * `buildx/go.mod` asks for. Throws `BedUnavailable` where there is no Go or it fails.
 */
export async function buildxFromGo(): Promise<string> {
  const version = /github\.com\/docker\/buildx (v[\w.-]+)/.exec(
    await readFile(join(moduleFolder, 'go.mod'), 'utf8'),
  )![1]!;
  const program = bedPath('buildx', version, 'docker-buildx');
  const isThere = (): Promise<boolean> =>
    stat(program).then(
      () => true,
      () => false,
    );
  if (await isThere()) {
    return program;
  }
  await run('go', ['version']).catch(() => {
    throw new BedUnavailable(`buildx ${version} is built with Go, and there is none on the PATH`);
  });
  return withLock('buildx', `building buildx ${version}`, async () => {
    if (await isThere()) {
      return program;
    }
    say(`building buildx ${version} with Go (some minutes) …`);
    await mkdir(bedPath('buildx', version), { recursive: true });
    const flags = `-s -w -X ${modulePath}/version.Version=${version}`;
    await run('go', ['build', '-trimpath', '-ldflags', flags, '-o', `${program}.new`, `${modulePath}/cmd/buildx`], {
      cwd: moduleFolder,
    }).catch((error: unknown) => {
      throw new BedUnavailable(`buildx ${version} cannot be built: ${String(error)}`);
    });
    await rename(`${program}.new`, program);
    return program;
  });
}

import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { goPrograms } from './goPrograms.ts';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';
import { packTar, type TarEntry } from './tar.ts';
import { BedUnavailable } from './unavailable.ts';

const programs = ['buildkitd', 'buildctl'] as const;
/** The image that buildx uses; if it cannot be pulled, the docker-container driver uses a local image with that name. */
const image = 'moby/buildkit:buildx-stable-1';

/**
 * Provides the image for docker-container builders, and resolves to its name. Creates it from the version in `buildkit/go.mod`; pulls it if
 * Go is not installed. Throws `BedUnavailable` if neither works.
 */
export async function buildkitImage(engine: Pick<Engine, 'env'>): Promise<string> {
  const { env } = engine;
  if (await succeeds(run('docker', ['image', 'inspect', image], { env }))) {
    return image;
  }
  if (!(await succeeds(run('go', ['version'])))) {
    await run('docker', ['pull', '--quiet', image], { env }).catch((error: unknown) => {
      throw new BedUnavailable(
        `BuildKit is built with Go, and there is none on the PATH; nor can it be pulled: ${String(error)}`,
      );
    });
    return image;
  }
  const input = packTar(await files());
  const changes = ['ENV PATH=/usr/bin', 'ENTRYPOINT ["buildkitd"]'].flatMap((change) => ['--change', change]);
  await execa('docker', ['import', ...changes, '-', image], { env, input });
  return image;
}

/** The image's files: BuildKit, and runc with its libraries, because there is no static one. */
async function files(): Promise<TarEntry[]> {
  const folder = await programsFromGo();
  const runc = join(await unpackTools(), 'usr/sbin/runc');
  const libraries = [...(await run('ldd', [runc])).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
  const file = async (path: string, source: string): Promise<TarEntry> => ({
    path,
    mode: 0o755,
    data: await readFile(source),
  });
  return [
    { path: 'tmp/', mode: 0o1777, folder: true },
    ...(await Promise.all([
      ...programs.map((program) => file(`usr/bin/${program}`, join(folder, program))),
      file('usr/bin/runc', runc),
      ...libraries.map((path) => file(path.slice(1), path)),
    ])),
  ];
}

/**
 * Builds `buildkitd` and `buildctl` once for all processes and sessions, and resolves to their folder. Throws `BedUnavailable` if Go is not
 * installed or the build fails.
 */
export function programsFromGo(): Promise<string> {
  return goPrograms({
    name: 'buildkit',
    module: 'github.com/moby/buildkit',
    packages: programs.map((program) => `cmd/${program}`),
    // the image has no C library except that of runc
    env: { CGO_ENABLED: '0' },
  });
}

function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}

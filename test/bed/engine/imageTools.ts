import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineArchitecture, unpackPackages } from './debian.ts';
import { run } from './processes.ts';
import { makeRunFolder } from './runFolder.ts';

/** Third-party image tools with a temporary store. Both use plain HTTP and check no signature. */
export interface ImageTools {
  readonly skopeo: (...args: readonly string[]) => Promise<string>;
  /** @param args the subcommand and its arguments */
  readonly buildah: (...args: readonly string[]) => Promise<string>;
  readonly versions: string;
  readonly stop: () => Promise<void>;
}

/** Debian's skopeo and buildah with their libraries. Throws `BedUnavailable` if Debian's packages are not available. */
export async function bringImageTools(): Promise<ImageTools> {
  const architecture = machineArchitecture();
  const root = await unpackPackages({
    name: 'image-tools',
    title: 'skopeo and buildah',
    suite: 'bookworm',
    architecture,
    packages: [
      ...['skopeo', 'buildah', 'runc', 'libgpgme11', 'libassuan0', 'libgpg-error0', 'libdevmapper1.02.1'],
      ...['libseccomp2', 'libselinux1', 'libudev1', 'libpcre2-8-0'],
    ],
  });
  const folder = await makeRunFolder('tools');
  const triplet = architecture === 'amd64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  const configuration = join(folder.path, '.config/containers');
  await mkdir(configuration, { recursive: true });
  await writeFile(join(configuration, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  const registries = join(configuration, 'registries.conf');
  await writeFile(registries, 'unqualified-search-registries = []\n');
  const storage = join(configuration, 'storage.conf');
  await writeFile(
    storage,
    `[storage]\ndriver = "vfs"\ngraphroot = "${join(folder.path, 'graph')}"\nrunroot = "${join(folder.path, 'run')}"\n`,
  );
  const logins = join(configuration, 'auth.json');
  await writeFile(logins, '{}');
  const env = {
    PATH: [join(root, 'usr/bin'), join(root, 'usr/sbin'), process.env.PATH ?? ''].join(':'),
    LD_LIBRARY_PATH: [join(root, 'usr/lib', triplet), join(root, 'lib', triplet)].join(':'),
    HOME: folder.path,
    CONTAINERS_CONF: '/dev/null',
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_REGISTRIES_CONF: registries,
    REGISTRY_AUTH_FILE: logins,
    BUILDAH_ISOLATION: 'chroot',
    TMPDIR: folder.path,
  };
  const skopeo = (...args: readonly string[]) =>
    run(join(root, 'usr/bin/skopeo'), ['--tmpdir', folder.path, ...args], { env });
  const buildah = (command: string, ...args: readonly string[]) =>
    run(join(root, 'usr/bin/buildah'), [command, ...args], { env, cwd: folder.path });
  return {
    skopeo,
    buildah,
    versions: [await skopeo('--version'), await buildah('--version')].join(', '),
    stop: () => folder.remove(),
  };
}

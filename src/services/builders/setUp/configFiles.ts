import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildkitToml, type RegistryConfig } from '../../../domain/configFiles/buildkitConfig.ts';

/** Where BuildKit's configuration lies inside of a builder (buildx util/confutil/container.go). */
const inside = '/etc/buildkit';

/**
 * Gives a buildkitd.toml for these registries to what needs one, and takes it away again: buildx copies it.
 *
 * @param folder buildx' own folder, where the user may have a buildkitd.default.toml; what that says goes on to hold
 */
export async function withRegistries<T>(
  registries: readonly RegistryConfig[],
  folder: string,
  work: (file: string | undefined) => Promise<T>,
): Promise<T> {
  if (registries.length === 0) {
    return work(undefined);
  }
  const usual = await readFile(path.join(folder, 'buildkitd.default.toml'), 'utf8').catch(() => '');
  return withFiles(() => ({ 'buildkitd.toml': buildkitToml(registries, usual) }), work);
}

/** Gives the configuration of one node to what makes another one. */
export async function withFilesOf<T>(
  files: Readonly<Record<string, string>> | null | undefined,
  work: (file: string | undefined) => Promise<T>,
): Promise<T> {
  const own = Object.entries(files ?? {});
  if (!own.some(([name]) => name === 'buildkitd.toml')) {
    return work(undefined);
  }
  return withFiles((folder) => {
    const decoded = own.map(([name, data]): [string, string] => [name, Buffer.from(data, 'base64').toString('utf8')]);
    const outside = folder.replaceAll('\\', '/');
    return Object.fromEntries(
      decoded.map(([name, text]) => [
        name,
        name === 'buildkitd.toml' ? text.replaceAll(`"${inside}/`, `"${outside}/`) : text,
      ]),
    );
  }, work);
}

async function withFiles<T>(
  files: (folder: string) => Readonly<Record<string, string>>,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-buildkit-'));
  try {
    for (const [name, text] of Object.entries(files(folder))) {
      const file = path.resolve(folder, name);
      if (file.startsWith(folder + path.sep)) {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, text, { mode: 0o600 });
      }
    }
    return await work(path.join(folder, 'buildkitd.toml'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

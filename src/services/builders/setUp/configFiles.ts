import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildkitToml, type RegistryConfig } from '../../../domain/configFiles/buildkitConfig.ts';

/** The path of BuildKit's configuration inside a builder (buildx util/confutil/container.go). */
const inside = '/etc/buildkit';

/**
 * Provides a buildkitd.toml for these registries while it is needed, and deletes it afterwards: Buildx copies it.
 *
 * @param folder the folder of Buildx; a buildkitd.default.toml there remains in effect
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

/** Provides the configuration of an existing node for a new one. */
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

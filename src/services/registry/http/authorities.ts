import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { createLruCache } from '../../concurrency/lruCache.ts';
import { dockerFolder } from '../../../tools/docker/contexts.ts';

export interface AuthoritiesDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const largest = 1024 * 1024;
const rememberedHosts = 100;

/**
 * The certificates that Docker trusts for one registry in addition to the system's: `certs.d/<host>/*.crt` of the engine and of the user
 * (moby registry/config.go). Undefined if there are none.
 */
export function createAuthorities({ env, home }: AuthoritiesDeps) {
  const known = createLruCache<Promise<readonly string[] | undefined>>(rememberedHosts);

  async function read(host: string): Promise<readonly string[] | undefined> {
    const folders = ['/etc/docker', dockerFolder(env, home)].map((folder) => path.join(folder, 'certs.d', host));
    const found = (await Promise.all(folders.map(certificatesIn))).flat();
    return found.length === 0 ? undefined : [...usual(), ...found];
  }

  return (host: string): Promise<readonly string[] | undefined> => {
    // it becomes a folder name
    if (host.includes('/') || host.startsWith('.')) {
      return Promise.resolve(undefined);
    }
    const current = known.get(host) ?? read(host);
    known.set(host, current);
    return current;
  };
}

/** With custom certificates, neither Node nor VS Code adds its own. */
function usual(): readonly string[] {
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

async function certificatesIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.crt'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8').catch(() => '')));
  return texts.filter((text) => text.length < largest && text.includes('-----BEGIN CERTIFICATE-----'));
}

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate, type Certificate } from './certificate.ts';
import { unpackTools } from './packages.ts';
import { accepts, freePort } from './ports.ts';
import { run, startDaemon, type Daemon } from './processes.ts';
import { makeRunFolder } from './runFolder.ts';
import type { TokenAuth } from './tokenService.ts';

export interface RegistryRequest {
  /** Requires this login, also for reading. */
  readonly auth?: { readonly user: string; readonly password: string };
  /** Requires a token of this service, also for reading. */
  readonly token?: TokenAuth;
  /** Uses HTTPS with a certificate from an unknown authority. */
  readonly tls?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  /** The address to listen on. Default: 127.0.0.1, where Docker allows plain HTTP. */
  readonly address?: string;
}

export interface Registry {
  /** The part of an image name before the first slash. */
  readonly host: string;
  readonly url: string;
  /** The `Authorization` header for its own clients, if it requires a login. */
  readonly authorization?: string;
  /** The certificate of its authority, if it uses HTTPS. */
  readonly authorityFile?: string;
  readonly pid: number;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
}

/** Starts a registry with empty temporary storage. Throws `BedUnavailable` if Debian's docker-registry cannot run. */
export async function startRegistry({
  auth,
  token,
  tls = false,
  port,
  address = '127.0.0.1',
}: RegistryRequest = {}): Promise<Registry> {
  const tools = await unpackTools();
  const folder = await makeRunFolder('registry');
  try {
    const certificate = tls ? await makeCertificate(join(folder.path, 'tls'), address) : undefined;
    if (auth !== undefined) {
      await writeFile(join(folder.path, 'htpasswd'), `${auth.user}:${await bcrypt(auth.password)}\n`);
    }
    const { daemon, host } = await listen(
      folder.path,
      join(tools, 'usr/bin/docker-registry'),
      address,
      port,
      token ? { token } : auth && { htpasswd: { realm: 'test bed', path: join(folder.path, 'htpasswd') } },
      certificate,
    );
    return {
      host,
      url: `${tls ? 'https' : 'http'}://${host}`,
      ...(auth && { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` }),
      ...(certificate && { authorityFile: certificate.authorityFile }),
      pid: daemon.pid,
      async stop() {
        await daemon.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function listen(
  folder: string,
  program: string,
  address: string,
  port: number | undefined,
  auth: object | undefined,
  certificate: Certificate | undefined,
): Promise<{ daemon: Daemon; host: string }> {
  const log = join(folder, 'registry.log');
  // another process may take a free port before the registry does
  for (let attempt = 0; attempt < 5; attempt++) {
    const chosen = port ?? (await freePort(address));
    const configuration = join(folder, 'registry.json');
    // JSON is YAML
    await writeFile(
      configuration,
      JSON.stringify({
        version: 0.1,
        log: { level: 'warn' },
        // the file storage rewrites files in place: with two pushes of one layer at once, each reads half of the other's data
        storage: { inmemory: {}, delete: { enabled: true } },
        http: {
          addr: `${address}:${chosen}`,
          secret: randomBytes(16).toString('hex'),
          ...(certificate && { tls: { certificate: certificate.certificateFile, key: certificate.keyFile } }),
        },
        ...(auth && { auth }),
      }),
    );
    const daemon = await startDaemon(program, ['serve', configuration], log);
    for (let waited = 0; waited < 400 && !daemon.ended(); waited++) {
      if (await accepts(address, chosen)) {
        return { daemon, host: `${address}:${chosen}` };
      }
      await sleep(25);
    }
    await daemon.stop();
  }
  throw new Error(`docker-registry does not start: ${(await readFile(log, 'utf8')).trim().split('\n').at(-1) ?? ''}`);
}

/** The only password hash that docker-registry supports; Perl, which every Debian has, computes it with the C library. */
async function bcrypt(password: string): Promise<string> {
  const salt = randomBytes(11).toString('hex');
  return run('perl', ['-e', 'print crypt($ENV{PASSWORD}, $ENV{SALT})'], {
    env: { PASSWORD: password, SALT: `$2y$05$${salt}` },
  });
}

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { registryLogin, type Credential, type RegistryLogin } from '../../../domain/configFiles/dockerConfig.ts';
import { getCredential } from '../../../tools/docker/credentialHelper.ts';
import { dockerFolder } from '../../../tools/docker/contexts.ts';
import { isCancelled } from '../../../tools/process/errors.ts';
import { findExecutable } from '../../../tools/process/findExecutable.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import { afterwards, type After } from '../../concurrency/timer.ts';
import { createSingleFlight } from '../../concurrency/singleFlight.ts';

/** Docker's credentials for registries. */
export interface Credentials {
  /** Undefined without credentials. Rejects with `CancelledError` only. */
  find(domain: string, signal?: AbortSignal): Promise<Credential | undefined>;
  /** The registry rejected it: removes it from the cache. */
  refused(domain: string, credential: Credential): void;
  /** The user requested a new lookup. */
  forget(domain: string): void;
  /** Changes when someone logs in or out. */
  version(): Promise<string>;
}

export interface CredentialsDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** By default, the system clock. */
  readonly after?: After;
  readonly find?: typeof findExecutable;
}

interface Kept {
  readonly credential: Credential | undefined;
  /** The folder of Docker's configuration. */
  readonly version: string;
  readonly stopTimer: () => void;
}

/** Milliseconds; a helper may ask the user to unlock a keyring. */
const limit = 15_000;
/**
 * Milliseconds for which a helper's answer is cached, in memory only. A helper is a process and may prompt the user, and a workspace can
 * have hundreds of repositories of one registry.
 */
const kept = 5 * 60_000;
/** The same for a helper that had no answer, failed, or repeated what the registry rejected: this can change at any time. */
const keptBriefly = 30_000;

export function createCredentials({
  runner,
  env,
  home,
  after = afterwards,
  find: findProgram = findExecutable,
}: CredentialsDeps): Credentials {
  const known = new Map<string, Kept>();
  /** A hash of the credentials that each registry rejected last; the password itself is not stored for this. */
  const refusals = new Map<string, string>();
  const asking = createSingleFlight<Credential | undefined>();
  const file = path.join(dockerFolder(env, home), 'config.json');

  /** `docker login` replaces the file by renaming another one. */
  async function version(): Promise<string> {
    const { ino, mtimeMs, size } = await stat(file).catch(() => ({ ino: 0, mtimeMs: 0, size: 0 }));
    return `${ino} ${mtimeMs} ${size}`;
  }

  async function askHelper({ helper = '', server }: RegistryLogin, signal: AbortSignal) {
    const program = await findProgram(`docker-credential-${helper}`);
    if (program === undefined) {
      return undefined;
    }
    try {
      return await runner.run(getCredential(program, server), { timeout: limit, signal });
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return undefined;
    }
  }

  function forget(domain: string): void {
    known.get(domain)?.stopTimer();
    known.delete(domain);
  }

  function keep(domain: string, credential: Credential | undefined, at: string): void {
    forget(domain);
    const isGood = credential !== undefined && refusals.get(domain) !== hashOf(credential);
    const stopTimer = after(isGood ? kept : keptBriefly, () => {
      known.delete(domain);
    });
    known.set(domain, { credential, version: at, stopTimer });
  }

  return {
    async find(domain, signal) {
      const at = await version();
      const former = known.get(domain);
      if (former?.version === at) {
        return former.credential;
      }
      return asking(`${domain} ${at}`, signal, async (own) => {
        const login = registryLogin(await readFile(file, 'utf8').catch(() => ''), domain);
        const credential = login.helper === undefined ? undefined : await askHelper(login, own);
        keep(domain, credential ?? login.stored, at);
        return credential ?? login.stored;
      });
    },
    refused(domain, credential) {
      const hash = hashOf(credential);
      // the same answer would be rejected again: not every repository needs its own process to find that out
      if (known.get(domain)?.credential === credential && refusals.get(domain) !== hash) {
        refusals.set(domain, hash);
        forget(domain);
      }
    },
    forget(domain) {
      refusals.delete(domain);
      forget(domain);
    },
    version,
  };
}

function hashOf(credential: Credential): string {
  return createHash('sha256').update(JSON.stringify(credential)).digest('hex');
}

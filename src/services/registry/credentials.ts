import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { registryLogin, type Credential } from '../../domain/configFiles/dockerConfig.ts';
import { getCredential } from '../../tools/docker/credentialHelper.ts';
import { dockerFolder } from '../../tools/docker/contexts.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds; a helper may want a person to unlock a key ring. */
const limit = 15_000;

export interface CredentialsDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Finds what Docker would log in to a registry with; undefined: nothing. Never rejects. */
export function createCredentials({ runner, env, home }: CredentialsDeps) {
  return async (domain: string): Promise<Credential | undefined> => {
    const file = path.join(dockerFolder(env, home), 'config.json');
    const { helper, server, stored } = registryLogin(await readFile(file, 'utf8').catch(() => ''), domain);
    if (helper === undefined) {
      return stored;
    }
    const program = await findExecutable(`docker-credential-${helper}`);
    if (program === undefined) {
      return stored;
    }
    try {
      return (await runner.run(getCredential(program, server), { timeout: limit })) ?? stored;
    } catch {
      return stored;
    }
  };
}

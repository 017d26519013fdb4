import type { Runner } from '../../tools/process/runner.ts';
import { createAuthorities } from './http/authorities.ts';
import { createCachedReader } from './cachedReader.ts';
import { createCredentials } from './login/credentials.ts';
import { createInsecureRegistries } from './http/insecureRegistries.ts';
import type { RegistryReader } from './registryReader.ts';

export interface MachineReaderDeps {
  readonly runner: Pick<Runner, 'run'>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Registries that the user allows without TLS: `host` or `host:port`. */
  readonly insecureRegistries: () => readonly string[];
  /** The folder for manifests and configurations, shared by all windows; undefined disables it. */
  readonly cacheFolder: string | undefined;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
}

/** Reads registries with the configuration of Docker, the user and this machine. */
export function createMachineReader({
  runner,
  docker,
  env,
  home,
  insecureRegistries,
  cacheFolder,
  now,
}: MachineReaderDeps): RegistryReader {
  return createCachedReader({
    credentials: createCredentials({ runner, env, home }),
    authorities: createAuthorities({ env, home }),
    isInsecure: createInsecureRegistries({ runner, docker, listed: insecureRegistries }),
    cacheFolder,
    now,
  });
}

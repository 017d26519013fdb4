import type { Credential } from '../../src/domain/configFiles/dockerConfig.ts';
import type { Credentials } from '../../src/services/registry/login/credentials.ts';

/** The same for every registry. */
export function fixedCredentials(credential?: Credential): Credentials {
  return {
    find: () => Promise.resolve(credential),
    refused: () => undefined,
    forget: () => undefined,
    version: () => Promise.resolve(''),
  };
}

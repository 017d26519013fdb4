import { helperCredential, type Credential } from '../../domain/configFiles/dockerConfig.ts';
import type { Command } from '../process/command.ts';

/**
 * Asks a credential helper (docker/docker-credential-helpers): the server's name goes in on stdin, and what comes out is
 * never shown. One that knows nothing ends with exit code 1.
 *
 * @param file the path of `docker-credential-<name>`
 */
export function getCredential(file: string, server: string): Command<Credential | undefined> {
  return {
    file,
    args: ['get'],
    input: server,
    accept: (exitCode) => exitCode === 0 || exitCode === 1,
    parse: ({ stdout, exitCode }) => (exitCode === 0 ? helperCredential(stdout) : undefined),
  };
}

import { helperCredential, type Credential } from '../../domain/configFiles/dockerConfig.ts';
import type { Command } from '../process/command.ts';

/**
 * Queries a credential helper (docker/docker-credential-helpers): the server's name goes to stdin, and the output is never shown. A helper
 * without an answer exits with 1.
 *
 * @param file the path of `docker-credential-<name>`
 */
export function getCredential(file: string, server: string): Command<Credential | undefined> {
  return {
    file,
    args: ['get'],
    input: server,
    accept: (exitCode) => exitCode === 0 || exitCode === 1,
    expects: ({ exitCode }) => exitCode === 1,
    parse: ({ stdout, exitCode }) => (exitCode === 0 ? helperCredential(stdout) : undefined),
  };
}

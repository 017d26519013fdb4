import { formatPlatform, parsePlatform } from '../../domain/platform.ts';
import type { Command } from '../process/command.ts';

/**
 * The platform of an engine, such as `linux/arm64`; undefined if it is invalid.
 *
 * @param endpoint the name of a Docker context, or an address with its scheme
 */
export function enginePlatform(docker: string, endpoint: string): Command<string | undefined> {
  const where = endpoint.includes('://') ? ['--host', endpoint] : ['--context', endpoint];
  return {
    file: docker,
    args: [...where, 'version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'],
    parse: ({ stdout }) => {
      const platform = parsePlatform(stdout.trim());
      return platform.ok ? formatPlatform(platform.value) : undefined;
    },
  };
}

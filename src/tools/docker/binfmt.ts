import type { Command } from '../process/command.ts';

/**
 * QEMU 10.2.3. It runs with all privileges, so the digest of its index pins its contents; Docker ignores the tag, which is there for
 * readers.
 */
export const binfmtImage =
  'tonistiigi/binfmt:qemu-v10.2.3@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0';

/**
 * Registers QEMU in the kernel of an engine's machine for architectures with Go's names. Removes existing registrations first: the
 * installer skips existing entries, and a repeated request means that the entry does not work. Resolves to the errors of the installer,
 * which exits with 0 (its cmd/binfmt/main.go).
 *
 * @param engine a Docker context or the address of an engine; undefined uses the current one
 */
export function installBinfmt(
  docker: string,
  engine: string | undefined,
  architectures: readonly string[],
): Command<{ readonly problems: readonly string[] }> {
  const list = architectures.join(',');
  return {
    file: docker,
    args: [
      ...(engine === undefined ? [] : [isAddress(engine) ? '--host' : '--context', engine]),
      ...['run', '--privileged', '--rm', binfmtImage],
      ...['--uninstall', list, '--install', list],
    ],
    parse: ({ stderr }) => ({
      problems: stderr
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^error: |^installing: (?!.* OK$)/.test(line)),
    }),
  };
}

/** Whether the Docker CLI can use a builder's endpoint: the name of a context, or an address. */
export function isEngineEndpoint(endpoint: string): boolean {
  // docker/cli cli/context/store/store.go
  return isAddress(endpoint) || /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(endpoint);
}

function isAddress(endpoint: string): boolean {
  return /^[a-z]+:\/\//.test(endpoint);
}

import type { Command } from '../process/command.ts';

/**
 * QEMU 10.2.3. It runs with all privileges, so the digest of its index says which bytes those are; Docker ignores the tag beside
 * it, which is there for people.
 */
export const binfmtImage =
  'tonistiigi/binfmt:qemu-v10.2.3@sha256:400a4873b838d1b89194d982c45e5fb3cda4593fbfd7e08a02e76b03b21166f0';

/**
 * Registers QEMU in the kernel of an engine's machine, for architectures as Go writes them. What was registered for them is
 * taken out first: the installer leaves an entry alone that is there, and one that is asked for a second time is one that
 * does not work. Resolves to what the installer complains of, which it does with exit code 0 (its cmd/binfmt/main.go).
 *
 * @param engine a Docker context or the address of an engine; undefined means the one in use
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

/** Whether an endpoint of a builder is one that the Docker CLI can be pointed at: a context's name or an address. */
export function isEngineEndpoint(endpoint: string): boolean {
  // docker/cli cli/context/store/store.go
  return isAddress(endpoint) || /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(endpoint);
}

function isAddress(endpoint: string): boolean {
  return /^[a-z]+:\/\//.test(endpoint);
}

import type { Command } from '../process/command.ts';

/** The output of `docker buildx version`. */
export interface BuildxVersion {
  /** As printed, without a leading `v`: `0.29.1+ds1`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/**
 * The only reliable check: without the plugin, `docker buildx --help` exits with 0, and everything else fails with a message about unknown
 * flags (Docker 26.1 and 28.5).
 */
export function buildxVersion(docker: string): Command<BuildxVersion | undefined> {
  return {
    file: docker,
    args: ['buildx', 'version'],
    parse: ({ stdout }) => {
      const match = /\sv?((\d+)\.(\d+)\S*)/.exec(stdout);
      return match ? { text: match[1] ?? '', major: Number(match[2]), minor: Number(match[3]) } : undefined;
    },
  };
}

/** Whether a version is at least `major.minor`; an unreadable one (a custom build) counts as new. */
export function atLeast(version: BuildxVersion | undefined, major: number, minor: number): boolean {
  return version === undefined || version.major > major || (version.major === major && version.minor >= minor);
}

import type { Command } from '../process/command.ts';
import { isCommandError } from '../process/errors.ts';

/** The program in the folder of a probe, beside the Dockerfile. */
export const probeFile = 'probe';

/** Downloads nothing: the image contains only the program, which starts without a shell. */
export const probeDockerfile = `FROM scratch\nCOPY --chmod=755 ${probeFile} /probe\nRUN --network=none ["/probe"]\n`;

export interface ProbeBuild {
  readonly builder: string;
  readonly platform: string;
  /** The folder with the Dockerfile and the program. */
  readonly folder: string;
  /** The name of the build in the builder's history. */
  readonly name: string;
}

/** A build that runs a tiny program of the platform and keeps nothing. Fails with `doesNotRun` if that is impossible. */
export function probeBuild(docker: string, { builder, platform, folder, name }: ProbeBuild): Command<true> {
  return {
    file: docker,
    args: [
      'buildx',
      'build',
      '--builder',
      builder,
      '--platform',
      platform,
      '--no-cache',
      '--provenance=false',
      '--progress',
      'plain',
      '--output',
      'type=cacheonly',
      // buildx commands/history/utils.go uses it as the name of the record
      '--build-arg',
      `BUILDKIT_BUILD_NAME=${name}`,
      folder,
    ],
    // buildx would open the record by its reference, after which BuildKit before 0.29 cannot remove it
    env: { BUILDX_METADATA_PROVENANCE: 'disabled' },
    parse: () => true,
  };
}

/** The program started but did not finish: an emulator is missing, or does not work. */
const didNotRun =
  /exec format error|(?:process "\/probe" did not complete successfully|executor failed running \[\/probe\][^\n]{0,100}): exit code: \d/;

/** Whether a probe failed because its program does not run, and not for another reason. */
export function doesNotRun(error: unknown): boolean {
  return isCommandError(error) && didNotRun.test(error.stderr);
}

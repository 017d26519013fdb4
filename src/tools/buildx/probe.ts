import type { Command } from '../process/command.ts';
import { isCommandError } from '../process/errors.ts';

/** What the folder of a probe holds, beside the Dockerfile: the program. */
export const probeFile = 'probe';

/** Nothing is downloaded for it: the program is all that the image has, and it is started without a shell. */
export const probeDockerfile = `FROM scratch\nCOPY --chmod=755 ${probeFile} /probe\nRUN --network=none ["/probe"]\n`;

export interface ProbeBuild {
  readonly builder: string;
  readonly platform: string;
  /** The folder with the Dockerfile and the program. */
  readonly folder: string;
  /** What the build is called in the builder's history. */
  readonly name: string;
}

/** A build that runs a tiny program of the platform and keeps nothing. Fails with `doesNotRun` where that cannot be. */
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
      // buildx commands/history/utils.go calls the record by it
      '--build-arg',
      `BUILDKIT_BUILD_NAME=${name}`,
      folder,
    ],
    // buildx would look at the record by its reference, after which BuildKit before 0.29 cannot remove it
    env: { BUILDX_METADATA_PROVENANCE: 'disabled' },
    parse: () => true,
  };
}

/** The program was started and did not come to its end: an emulator is missing, or the one that is there does not work. */
const didNotRun =
  /exec format error|(?:process "\/probe" did not complete successfully|executor failed running \[\/probe\][^\n]{0,100}): exit code: \d/;

/** Whether a probe failed because its program does not run, and not for another reason. */
export function doesNotRun(error: unknown): boolean {
  return isCommandError(error) && didNotRun.test(error.stderr);
}

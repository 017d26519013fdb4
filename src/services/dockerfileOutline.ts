import type { DockerfileInput } from '../domain/sources/dockerfile.ts';
import { outline, type OutlineQuestion } from '../tools/buildx/outline.ts';
import { atLeast } from '../tools/buildx/version.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Environment } from './environment.ts';

export interface DockerfileOutlineDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'buildx' | 'docker'>;
}

/** Milliseconds; a frontend that the Dockerfile names may have to be pulled first. */
const patience = 15_000;

/**
 * Asks BuildKit what a Dockerfile asks for. Undefined where it does not say: buildx or the frontend may be too old, or the file
 * broken, which the build tells. Rejects only for an aborted signal.
 *
 * @param directory absolute; the paths of the question count from it
 */
export type DockerfileOutline = (
  question: OutlineQuestion,
  directory: string,
  signal: AbortSignal,
) => Promise<readonly DockerfileInput[] | undefined>;

export function createDockerfileOutline({ runner, environment }: DockerfileOutlineDeps): DockerfileOutline {
  return async (question, directory, signal) => {
    try {
      if (!atLeast(await environment.buildx(signal), 0, 17)) {
        return undefined;
      }
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      return await runner.run(outline(await environment.docker(), question), { signal: limit, directory });
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return undefined;
    }
  };
}

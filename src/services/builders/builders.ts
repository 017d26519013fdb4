import type { Builder } from '../../domain/builder.ts';
import { createContainerBuilder, removeBuilder } from '../../tools/buildx/create.ts';
import { inspectBuilder } from '../../tools/buildx/inspect.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';
import { explainError } from '../explain.ts';

export interface Builders {
  /** The builder that a build would use: the one named, else what `BUILDX_BUILDER` or Docker say. Rejects with what the runner rejects with. */
  inUse(name: string | undefined, signal?: AbortSignal, timeout?: number): Promise<Builder>;
  /** Makes and starts a docker-container builder; leaves nothing behind when that fails. Resolves to its name. */
  createContainer(name: string, signal?: AbortSignal): Promise<string>;
}

export function createBuilders(runner: Runner, environment: Environment): Builders {
  return {
    async inUse(name, signal, timeout) {
      await environment.buildx(signal);
      return runner.run(inspectBuilder(await environment.docker(), name), { signal, timeout });
    },
    async createContainer(name, signal) {
      await environment.buildx(signal);
      const docker = await environment.docker();
      // only a builder that was not there before may be removed
      const exists = await runner.run(inspectBuilder(docker, name), { signal }).catch((error: unknown) => {
        if (explainError(error).code === 'builderNotFound') {
          return undefined;
        }
        throw error;
      });
      if (exists?.driver === 'docker-container') {
        await runner.run(inspectBuilder(docker, name, true), { signal });
        return name;
      }
      try {
        return await runner.run(createContainerBuilder(docker, name), { signal });
      } catch (error) {
        if (exists === undefined) {
          await runner.run(removeBuilder(docker, name)).catch(() => undefined);
        }
        throw error;
      }
    },
  };
}

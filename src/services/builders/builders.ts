import type { Builder } from '../../domain/builder/builder.ts';
import type { BuilderPlan } from '../../domain/builder/plan.ts';
import { createBuilder, removeBuilder } from '../../tools/buildx/builders/create.ts';
import { inspectBuilder } from '../../tools/buildx/builders/inspect.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';
import { diagnoseError } from '../diagnoseError.ts';
import { complete, needsEngine } from './listing/complete.ts';
import type { Engines } from './listing/engineInUse.ts';
import type { BuilderStore } from './listing/store.ts';

export interface Builders {
  /**
   * The builder that a build would use: the named one, or the one selected by `BUILDX_BUILDER` or Docker. Rejects with the runner's errors.
   */
  inUse(name: string | undefined, signal?: AbortSignal, timeout?: number): Promise<Builder>;
  /** Creates and starts a docker-container builder, and cleans up after a failure. Resolves to its name. */
  createContainer(name: string, signal?: AbortSignal): Promise<string>;
}

export function createBuilders(deps: {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'buildx' | 'docker'>;
  readonly store: Pick<BuilderStore, 'find'>;
  readonly engines: Engines;
}): Builders {
  const { runner, environment, store, engines } = deps;
  return {
    async inUse(name, signal, timeout) {
      await environment.buildx(signal);
      const builder = await runner.run(inspectBuilder(await environment.docker(), name), { signal, timeout });
      const [kept, known] = await Promise.all([store.find(builder.name), engines.known()]);
      const engine = needsEngine(complete(builder, kept, known), known) ? await engines.ask(signal) : known;
      return complete(builder, kept, engine);
    },
    async createContainer(name, signal) {
      await environment.buildx(signal);
      const docker = await environment.docker();
      // only remove a builder that did not exist before
      const exists = await runner.run(inspectBuilder(docker, name), { signal }).catch((error: unknown) => {
        if (diagnoseError(error).code === 'builderNotFound') {
          return undefined;
        }
        throw error;
      });
      if (exists?.driver === 'docker-container') {
        await runner.run(inspectBuilder(docker, name, true), { signal });
        return name;
      }
      try {
        for (const command of createBuilder(docker, containerBuilder(name))) {
          await runner.run(command, { signal });
        }
        return name;
      } catch (error) {
        if (exists === undefined) {
          await runner.run(removeBuilder(docker, name)).catch(() => undefined);
        }
        throw error;
      }
    },
  };
}

function containerBuilder(name: string): BuilderPlan {
  return {
    name,
    driver: 'docker-container',
    nodes: [{ platforms: [], options: {}, flags: [] }],
    registries: [],
  };
}

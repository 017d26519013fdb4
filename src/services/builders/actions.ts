import type { DiskUsage } from '../../domain/builder/diskUsage.ts';
import { removeBuilder } from '../../tools/buildx/builders/create.ts';
import { diskUsage, pruneCache } from '../../tools/buildx/builders/diskUsage.ts';
import { describeBuilder, startBuilder, stopBuilder, useBuilder } from '../../tools/buildx/builders/manage.ts';
import type { Command } from '../../tools/process/command.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';

/** Actions on existing builders. All reject with the runner's errors. */
export interface BuilderActions {
  /** Makes it Docker's default, for this context. */
  use(name: string, signal?: AbortSignal): Promise<void>;
  /** Starts its nodes; resolves when they are running. The first start pulls the BuildKit image. */
  start(name: string, signal?: AbortSignal): Promise<void>;
  stop(name: string, signal?: AbortSignal): Promise<void>;
  /** Removes it with its cache. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  diskUsage(name: string, signal?: AbortSignal): Promise<DiskUsage>;
  /** Removes unused build cache; `all` includes what BuildKit keeps for itself. Resolves to the number of bytes freed. */
  prune(name: string, all: boolean, signal?: AbortSignal): Promise<number>;
  /** The unchanged output of `docker buildx inspect`. */
  describe(name: string, signal?: AbortSignal): Promise<string>;
}

export function createBuilderActions(runner: Runner, environment: Environment): BuilderActions {
  const run = async <T>(command: (docker: string) => Command<T>, signal?: AbortSignal): Promise<T> => {
    await environment.buildx(signal);
    return runner.run(command(await environment.docker()), { signal });
  };
  return {
    use: (name, signal) => run((docker) => useBuilder(docker, name), signal),
    start: (name, signal) => run((docker) => startBuilder(docker, name), signal),
    stop: (name, signal) => run((docker) => stopBuilder(docker, name), signal),
    remove: (name, signal) => run((docker) => removeBuilder(docker, name), signal),
    diskUsage: (name, signal) => run((docker) => diskUsage(docker, name), signal),
    prune: (name, all, signal) => run((docker) => pruneCache(docker, name, all), signal),
    describe: (name, signal) => run((docker) => describeBuilder(docker, name), signal),
  };
}

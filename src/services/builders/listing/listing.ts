import type { Builder } from '../../../domain/builder/builder.ts';
import { isDiagnosedError, type DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { listBuilders } from '../../../tools/buildx/builders/list.ts';
import { atLeast } from '../../../tools/buildx/version.ts';
import { CancelledError, isCancelled, isCommandError } from '../../../tools/process/errors.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import type { Environment } from '../../environment.ts';
import { completeAll, needsEngine } from './complete.ts';
import { createEachAsked, usualLimits, type Limits } from './eachAsked.ts';
import type { EngineInUse, Engines } from './engineInUse.ts';
import type { BuilderStore, StoreContents } from './store.ts';

interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Called when the answer takes longer than a moment, and again whenever one more builder has answered: with all builders
   * that there are, those that have not answered with nodes whose status is `asking`.
   */
  readonly onPartial?: (builders: readonly Builder[]) => void;
}

export interface BuilderListing {
  /**
   * All builders, Docker's default first, then by name, contexts last. Never waits longer than a time limit for one of them:
   * what did not answer has `error` nodes. A damaged instance file is a builder of its own with `damagedFile`. Rejects with
   * `dockerNotFound`, `buildxMissing`, or when it was cancelled.
   */
  list(options?: ListOptions): Promise<readonly Builder[]>;
  /** The folder that buildx keeps its builders in, to be watched; it need not be there. */
  readonly folder: () => string;
  /**
   * Whether builders were made, changed or removed, or another one became Docker's default, since they were last asked for. To be
   * asked when a file in the folder changes: buildx writes one of them anew with every call.
   */
  isStale(): Promise<boolean>;
}

export interface BuilderListingDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'buildx' | 'docker'>;
  readonly store: BuilderStore;
  readonly engines: Engines;
  readonly explain: (error: unknown) => DiagnosedError;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  readonly limits?: Limits;
}

export function createBuilderListing(deps: BuilderListingDeps): BuilderListing {
  const { runner, environment, store, engines, explain, limits = usualLimits } = deps;
  const eachAsked = createEachAsked({ ...deps, limits });
  /** A builder took too long the last time: the answer of all at once would take as long. */
  let expectSlow = false;
  /** What the store said when the builders were last asked for. */
  let askedOf: string | undefined;

  return {
    folder: store.folder,
    isStale: async () => fingerprint(await store.read()) !== askedOf,
    async list({ signal, onPartial = () => undefined } = {}) {
      askedOf = fingerprint(await store.read());
      const version = await environment.buildx(signal);
      const docker = await environment.docker();
      const engine = await engines.known();
      const all = expectSlow || !atLeast(version, 0, 13) ? 'late' : await askAll(docker, signal);
      if (all !== 'late' && !isDiagnosedError(all)) {
        return withEngine(all, engine, { signal, onPartial });
      }
      const { builders, slow } = await eachAsked({ docker, version, engine, signal, onPartial });
      if (builders.length === 0 && all !== 'late') {
        throw all;
      }
      expectSlow = slow;
      return builders;
    },
  };

  /** One process for all of them, which may not take long: while it runs no other call of buildx gets anywhere. */
  async function askAll(
    docker: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Builder[] | DiagnosedError | 'late'> {
    try {
      return await runner.run(listBuilders(docker), { signal, timeout: limits.all });
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      if (isCommandError(error) && error.timedOut) {
        return 'late';
      }
      const problem = explain(error);
      if (problem.code === 'buildxMissing') {
        throw problem;
      }
      return problem;
    }
  }

  /** What buildx listed with what it does not say; the engine is asked once in a session. */
  async function withEngine(
    listed: readonly Builder[],
    engine: EngineInUse,
    { signal, onPartial }: { signal: AbortSignal | undefined; onPartial: (builders: readonly Builder[]) => void },
  ): Promise<readonly Builder[]> {
    const contents = await store.read();
    const completed = completeAll(listed, contents, engine);
    if (!completed.some((builder) => needsEngine(builder, engine))) {
      return completed;
    }
    onPartial(completed);
    const asked = await engines.ask(signal);
    if (signal?.aborted) {
      throw new CancelledError();
    }
    return completeAll(listed, contents, asked);
  }
}

function fingerprint({ builders, damaged, choice }: StoreContents): string {
  return JSON.stringify([builders.map((builder) => ({ ...builder, lastActivity: undefined })), damaged, choice]);
}

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
   * Called if the answer takes longer than a moment, and again for each further builder that responds: with all builders. Those that have
   * not responded have nodes with status `asking`.
   */
  readonly onPartial?: (builders: readonly Builder[]) => void;
}

export interface BuilderListing {
  /**
   * All builders, Docker's default first, then by name, contexts last. Each builder has a time limit: one that does not respond has `error`
   * nodes. A damaged instance file is listed as a builder with `damagedFile`. Rejects with `dockerNotFound` or `buildxMissing`, or if
   * canceled.
   */
  list(options?: ListOptions): Promise<readonly Builder[]>;
  /** The folder in which Buildx stores its builders, to watch; it may not exist. */
  readonly folder: () => string;
  /**
   * Whether builders were created, changed or removed, or Docker's default changed, since the last listing. Call this if a file in the
   * folder changes: Buildx rewrites one of them with every call.
   */
  isStale(): Promise<boolean>;
}

export interface BuilderListingDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly environment: Pick<Environment, 'buildx' | 'docker'>;
  readonly store: BuilderStore;
  readonly engines: Engines;
  readonly explain: (error: unknown) => DiagnosedError;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
  readonly limits?: Limits;
}

export function createBuilderListing(deps: BuilderListingDeps): BuilderListing {
  const { runner, environment, store, engines, explain, limits = usualLimits } = deps;
  const eachAsked = createEachAsked({ ...deps, limits });
  /** A builder took too long the last time, so listing all at once would also take that long. */
  let expectSlow = false;
  /** The contents of the store at the last listing. */
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

  /** One process for all of them, with a short time limit: no other call of Buildx makes progress while it runs. */
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

  /** The list of Buildx with the missing details; the engine is contacted once per session. */
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

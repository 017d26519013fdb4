import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { inspectBuilder } from '../../../tools/buildx/builders/inspect.ts';
import { atLeast, type BuildxVersion } from '../../../tools/buildx/version.ts';
import { listContexts } from '../../../tools/docker/contexts.ts';
import { CancelledError, isCancelled, isCommandError } from '../../../tools/process/errors.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import { mapLimited } from '../../concurrency/mapLimited.ts';
import { completeAll, fromStore, needsEngine } from './complete.ts';
import type { EngineInUse, Engines } from './engineInUse.ts';
import type { BuilderStore } from './store.ts';

/** Time limits in milliseconds. */
export interface Limits {
  /** For all builders at once; each is inspected separately if that takes longer. */
  readonly all: number;
  /** For one builder. */
  readonly one: number;
  /** The time limit that Buildx itself applies per builder where it cannot be set (before 0.32). */
  readonly buildx: number;
}

export const usualLimits: Limits = { all: 700, one: 5000, buildx: 20_000 };

interface Asking {
  readonly docker: string;
  readonly version: BuildxVersion | undefined;
  readonly engine: EngineInUse;
  readonly signal: AbortSignal | undefined;
  readonly onPartial: (builders: readonly Builder[]) => void;
}

interface Answer {
  /** Undefined: the builder no longer exists. */
  readonly builder: Builder | undefined;
  readonly slow: boolean;
}

const atOnce = 6;

/** Creates the slow way to list all builders: read the store and the contexts, then inspect each builder separately, several at a time. */
export function createEachAsked(deps: {
  readonly runner: Pick<Runner, 'run'>;
  readonly store: BuilderStore;
  readonly engines: Engines;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly now: () => number;
  readonly limits: Limits;
}): (asking: Asking) => Promise<{ readonly builders: readonly Builder[]; readonly slow: boolean }> {
  const { runner, store, engines, explain, now, limits } = deps;

  return async (asking) => {
    const { docker, signal, onPartial } = asking;
    const [contents, contexts] = await Promise.all([store.read(), contextNames(docker, signal)]);
    const builders = new Map<string, Builder>();
    for (const name of contexts) {
      builders.set(name, contextBuilder(name));
    }
    // a builder of the store takes precedence over a context with its name
    for (const { name, file } of contents.damaged) {
      builders.set(name, { name, driver: '', nodes: [], damagedFile: file });
    }
    for (const kept of contents.builders) {
      builders.set(kept.name, fromStore(kept, 'asking'));
    }
    let engine = asking.engine;
    let engineAsked: Promise<EngineInUse> | undefined;
    let slow = false;
    const tell = () => {
      onPartial(completeAll([...builders.values()], contents, engine));
    };
    tell();

    const readable = [...builders.values()].filter(({ damagedFile }) => damagedFile === undefined);
    await mapLimited(readable, atOnce, async (builder) => {
      const answer = await askOne(asking, builder);
      slow ||= answer.slow;
      if (answer.builder) {
        builders.set(builder.name, answer.builder);
        engineAsked ??= needsEngine(answer.builder, engine) ? engines.ask(signal) : undefined;
      } else {
        builders.delete(builder.name);
      }
      tell();
    });
    engine = (await engineAsked) ?? engine;
    if (signal?.aborted) {
      throw new CancelledError();
    }
    return { builders: completeAll([...builders.values()], contents, engine), slow };
  };

  async function contextNames(docker: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
    try {
      return await runner.run(listContexts(docker), { signal, timeout: limits.one });
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return [];
    }
  }

  async function askOne({ docker, version, signal }: Asking, asked: Builder): Promise<Answer> {
    // buildx waits for the slowest node: before the timeout could be set, a silent node delayed all others
    const canTell = atLeast(version, 0, 32);
    const patience = canTell ? Math.round(limits.one * 0.8) : limits.buildx;
    const limit = canTell || asked.nodes.length < 2 ? limits.one : Math.round(limits.buildx * 1.05);
    const began = now();
    try {
      const command = inspectBuilder(docker, asked.name, false, canTell ? `${patience}ms` : undefined);
      const builder = await runner.run(command, { signal, timeout: limit });
      const took = now() - began;
      return {
        builder: took < patience ? builder : withSilent(builder, patience),
        slow: took >= Math.min(patience, limits.all),
      };
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      if (isCommandError(error) && error.timedOut) {
        return { builder: { ...asked, nodes: asked.nodes.map((node) => silent(node, limit)) }, slow: true };
      }
      const problem = explain(error);
      return problem.code === 'builderNotFound'
        ? { builder: undefined, slow: false }
        : { builder: { ...asked, error: words(error), nodes: asked.nodes.map(unknown) }, slow: false };
    }
  }
}

function contextBuilder(name: string): Builder {
  const node = { name, endpoint: name, status: 'asking', platforms: [], labels: {} };
  return { name, driver: 'docker', isContext: true, nodes: [node] };
}

/** The remote driver reports a node as inactive both if it refused and if it timed out. */
function withSilent(builder: Builder, limit: number): Builder {
  const isSilent = ({ status }: BuilderNode) => builder.driver === 'remote' && status === 'inactive';
  return { ...builder, nodes: builder.nodes.map((node) => (isSilent(node) ? silent(node, limit) : node)) };
}

function silent(node: BuilderNode, limit: number): BuilderNode {
  return { ...node, status: 'error', error: `did not respond within ${Math.round(limit / 1000)} s` };
}

function unknown(node: BuilderNode): BuilderNode {
  return { ...node, status: 'unknown' };
}

function words(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^ERROR: /, '');
}

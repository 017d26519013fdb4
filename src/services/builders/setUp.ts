import { randomBytes } from 'node:crypto';
import {
  planBuilder,
  planNode,
  type BuilderProblem,
  type BuilderRequest,
  type NodePlan,
  type NodeRequest,
} from '../../domain/builder/plan.ts';
import type { Builder, BuilderNode } from '../../domain/builder/builder.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { Result } from '../../domain/result.ts';
import { appendNode, createBuilder, leaveNode, pinNode, removeBuilder } from '../../tools/buildx/builders/create.ts';
import {
  addedNodes,
  readStoredBuilder,
  storedNode,
  withPlatformsOf,
  type StoredBuilder,
  type StoredNode,
} from '../../tools/buildx/builders/storedBuilder.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';
import { diagnoseError } from '../diagnoseError.ts';
import { withFilesOf, withRegistries } from './setUp/configFiles.ts';
import { createInstanceFiles } from './setUp/instanceFiles.ts';

/** Creates builders and changes their nodes. */
export interface BuilderSetUp {
  /**
   * Creates and starts a builder with all its nodes. Cleans up after a failure or cancellation. Never touches an existing builder with that
   * name (rejects with `builderExists`). Resolves to its name.
   */
  create(request: BuilderRequest, signal?: AbortSignal): Promise<string>;
  /** Adds and starts a node; removes it again if it does not start. */
  addNode(builder: Builder, node: NodeRequest, signal?: AbortSignal): Promise<void>;
  removeNode(builder: Builder, node: BuilderNode, signal?: AbortSignal): Promise<void>;
  /** Pins platforms to a node and replaces its previous pins. */
  pin(builder: Builder, node: BuilderNode, platforms: readonly string[], signal?: AbortSignal): Promise<void>;
}

interface SetUpDeps {
  readonly runner: Runner;
  readonly environment: Environment;
  /** The folder of Buildx. */
  readonly folder: () => string;
}

/** Time limit for undoing changes: what is unreachable cannot be cleaned up. */
const patience = 30_000;

export function createBuilderSetUp({ runner, environment, folder }: SetUpDeps): BuilderSetUp {
  const files = createInstanceFiles(folder);

  async function tools(signal: AbortSignal | undefined) {
    const version = await environment.buildx(signal);
    return { docker: await environment.docker(), before013: !atLeast(version, 0, 13) };
  }

  /** Removes whatever exists, and finally the file, because Buildx keeps it if a node does not respond. */
  async function removeAgain(docker: string, name: string): Promise<void> {
    await runner.run(removeBuilder(docker, name), { timeout: patience }).catch(() => undefined);
    await files.remove(name);
  }

  /**
   * Ends what runs for a node that its builder no longer has; `--leave` does not. Buildx finds containers and deployments by the name of
   * the node, so removing a temporary builder with that node removes them.
   */
  async function discard(docker: string, { Name, Endpoint, DriverOpts }: StoredNode, driver: string): Promise<void> {
    if (driver !== 'docker-container' && driver !== 'kubernetes') {
      return;
    }
    const name = `leaving-${randomBytes(4).toString('hex')}`;
    const node: NodePlan = {
      name: Name,
      ...(driver === 'docker-container' && { endpoint: Endpoint }),
      platforms: [],
      options: DriverOpts ?? {},
      flags: [],
    };
    const plan = { name, driver, nodes: [node], registries: [] } as const;
    for (const command of createBuilder(docker, plan, { bootstrap: false })) {
      await runner.run(command, { timeout: patience }).catch(() => undefined);
    }
    await removeAgain(docker, name);
  }

  /**
   * Changes a builder and restores it after a failure or cancellation. When Buildx itself undoes a failed change, it clears flags, pinned
   * platforms and files of the other nodes (store/nodegroup.go, Copy).
   */
  async function changing(docker: string, name: string, work: (before: StoredBuilder) => Promise<void>): Promise<void> {
    const { text, builder } = await files.read(name);
    try {
      await work(builder);
    } catch (error) {
      const now = await files.read(name).catch(() => undefined);
      if (now?.text !== text) {
        await files.write(name, text);
      }
      for (const node of now ? addedNodes(builder, now.builder) : []) {
        await discard(docker, node, builder.Driver);
      }
      throw named(error, name);
    }
  }

  return {
    async create(request, signal) {
      const plan = checked(planBuilder(request), request.name);
      const { docker, before013 } = await tools(signal);
      if (await files.exists(plan.name)) {
        throw new DiagnosedError(diagnosisOf('builderExists', { builder: plan.name }));
      }
      await withRegistries(plan.registries, folder(), async (configFile) => {
        try {
          for (const command of createBuilder(docker, plan, { configFile, before013 })) {
            await runner.run(command, { signal });
          }
        } catch (error) {
          // created by someone else in the meantime
          if (diagnoseError(error).code !== 'builderExists') {
            await removeAgain(docker, plan.name);
          }
          throw named(error, plan.name);
        }
      });
      return plan.name;
    },

    async addNode(builder, request, signal) {
      const plan = checked(planNode(request, builder.driver), builder.name);
      const { docker, before013 } = await tools(signal);
      await changing(docker, builder.name, async ({ Nodes: [first] }) => {
        await withFilesOf(first?.Files, (configFile) =>
          runner.run(appendNode(docker, builder.name, plan, { configFile, before013, bootstrap: true }), { signal }),
        );
      });
    },

    async removeNode(builder, node, signal) {
      const { docker } = await tools(signal);
      const { builder: stored } = await files.read(builder.name);
      const own = storedNode(stored, node.name);
      if (!own || stored.Nodes.length < 2) {
        throw new DiagnosedError(diagnosisOf('builderInvalid', { builder: builder.name, reason: 'lastNode' }));
      }
      await runner.run(leaveNode(docker, builder.name, own.Name), { signal });
      await discard(docker, own, stored.Driver);
    },

    async pin(builder, node, platforms, signal) {
      const { docker } = await tools(signal);
      await changing(docker, builder.name, async (before) => {
        const own = storedNode(before, node.name);
        const plan = checked(planNode({ platforms }, 'docker-container'), builder.name);
        if (!own || plan.platforms.length === 0) {
          throw new DiagnosedError(diagnosisOf('builderInvalid', { builder: builder.name, detail: node.name }));
        }
        await runner.run(
          pinNode(docker, builder.name, {
            name: own.Name,
            platforms: plan.platforms,
            flags: own.Flags ?? [],
            ...(before.Driver === 'remote' && { endpoint: own.Endpoint }),
          }),
          { signal },
        );
        const { text, builder: after } = await files.read(builder.name);
        const wanted = JSON.stringify(withPlatformsOf(before, after));
        if (wanted !== JSON.stringify(readStoredBuilder(text))) {
          await files.write(builder.name, wanted);
        }
      });
    },
  };
}

/** An unrecognized failure is still a builder failure, with Docker's message. */
function named(error: unknown, builder: string): unknown {
  const { code, diagnosis } = diagnoseError(error);
  const { detail } = diagnosis.params;
  return code === 'unknown'
    ? new DiagnosedError(diagnosisOf('builderFailed', { builder, ...(detail !== undefined && { detail }) }))
    : error;
}

function checked<T>(result: Result<T, readonly BuilderProblem[]>, builder: string): T {
  if (result.ok) {
    return result.value;
  }
  const [problem] = result.problem;
  throw new DiagnosedError(
    diagnosisOf('builderInvalid', {
      builder,
      ...(problem && 'value' in problem && { detail: problem.value }),
    }),
  );
}

import path from 'node:path';
import { commands, env, type WorkspaceFolder } from 'vscode';
import type { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import type { Builders } from '../services/builders/builders.ts';
import type { BuilderListing } from '../services/builders/listing/listing.ts';
import type { Environment } from '../services/environment.ts';
import { buildCommand } from '../tools/buildx/build.ts';
import { gitDescribe } from '../tools/git/describe.ts';
import { findExecutable } from '../tools/process/findExecutable.ts';
import { commandLineIn } from '../tools/process/quote.ts';
import type { Runner } from '../tools/process/runner.ts';
import { builderChoice } from './builders/builderChoice.ts';
import { useBuilder } from './builders/useBuilder.ts';
import type { TargetPlatformsOf } from './clusters/targets.ts';
import { commandIds } from './commandIds.ts';
import type { BuildMemory } from './memory.ts';
import { settings } from './settings.ts';
import { saveTask } from './tasks/saveTask.ts';
import { planFor } from './tasks/taskRunner.ts';
import { previewProblem } from './texts/requestProblems.ts';
import type { WizardDeps } from './wizard/deps.ts';

export interface WizardParts {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly builders: Builders;
  readonly listing: Pick<BuilderListing, 'list'>;
  readonly sources: WizardDeps['sources'];
  readonly memory: BuildMemory;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly createBuilder: WizardDeps['createBuilder'];
  readonly setUpBuilder: WizardDeps['setUpBuilder'];
  readonly targetPlatforms: TargetPlatformsOf;
  /** Who needs a platform, in a few words; undefined: no cluster that is known. */
  readonly neededBy: WizardDeps['neededBy'];
}

/** Joins the wizard to the services. */
export function createWizardDeps({
  runner,
  environment,
  builders,
  listing,
  sources,
  memory,
  explain,
  createBuilder,
  setUpBuilder,
  targetPlatforms,
  neededBy,
}: WizardParts): WizardDeps {
  return {
    sources,
    memory,
    createBuilder,
    saveTask,
    useBuilder,
    builders: (signal, refresh) =>
      listing.list({ signal, onPartial: refresh }).catch((error: unknown) => {
        throw explain(error);
      }),
    setUpBuilder,
    neededBy,
    async pinPlatforms(name) {
      const builder = await builders.inUse(name);
      await commands.executeCommand(commandIds.builder.pinPlatforms, { kind: 'builder', builder });
      return true;
    },
    async builderInUse(folder, signal, wanted) {
      const name = wanted ?? settings.builder(folder.uri);
      const engine = environment.engine(signal).catch(() => undefined);
      try {
        const builder = await builders.inUse(name, signal);
        // buildx tells of an engine that is down and exits with 0
        const error = builder.error === undefined ? undefined : explain(new Error(builder.error));
        return builderChoice(builder, await engine, error);
      } catch (error) {
        if (signal.aborted) {
          throw error;
        }
        const none = { name: name ?? '', driver: '', nodes: [] };
        return builderChoice(none, await engine, explain(error));
      }
    },
    commandFor(request, folder) {
      const plan = planFor(request, folder, targetPlatforms);
      if (!plan.ok) {
        return { problems: plan.problem.map(previewProblem) };
      }
      const { file, args } = buildCommand('docker', plan.value);
      const within = path.relative(folder.uri.fsPath, plan.value.directory);
      return { command: commandLineIn(within, [file, ...args]) };
    },
    settings: ({ uri }) => {
      const image = settings.image(uri);
      const builder = settings.builder(uri);
      return {
        platforms: targetPlatforms(uri),
        ...(image !== undefined && { image }),
        ...(builder !== undefined && { builder }),
      };
    },
    gitDescribe: (folder) => describe(runner, folder),
    copyCommand: async (command) => {
      await env.clipboard.writeText(command);
    },
  };
}

async function describe(runner: Runner, folder: WorkspaceFolder): Promise<string | undefined> {
  const git = await findExecutable('git');
  if (git === undefined) {
    return undefined;
  }
  const text = await runner.run(gitDescribe(git), { directory: folder.uri.fsPath, timeout: 2000 }).catch(() => '');
  return text === '' ? undefined : text;
}

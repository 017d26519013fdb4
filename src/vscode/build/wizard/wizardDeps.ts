import path from 'node:path';
import { commands, env, workspace } from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { oldBuildx } from '../../../domain/builder/oldBuildx.ts';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { stayHere } from '../../../domain/policy/stayHere.ts';
import type { BakeSources } from '../../../services/bakeSources.ts';
import type { BaseImages } from '../../../services/baseImages.ts';
import type { Builders } from '../../../services/builders/builders.ts';
import type { BuilderListing } from '../../../services/builders/listing/listing.ts';
import type { Environment } from '../../../services/environment.ts';
import { shownCommand } from '../../../tools/buildx/secretBuild.ts';
import { gitVersion } from '../../../services/git/gitVersion.ts';
import { commandLineIn } from '../../../tools/process/quote.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import { builderChoice } from '../../builders/builderChoice.ts';
import { useBuilder } from '../../settings/builder.ts';
import { commandIds } from '../../commandIds.ts';
import type { BuildMemory } from '../../memory.ts';
import { settings } from '../../settings/settings.ts';
import { saveTask } from '../task/saveTask.ts';
import { planFor, type PlanWorld } from '../task/taskRunner.ts';
import { previewProblem } from '../texts/requestProblems.ts';
import type { WizardDeps } from './deps.ts';

export interface WizardParts {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly builders: Builders;
  readonly listing: Pick<BuilderListing, 'list'>;
  readonly sources: WizardDeps['sources'];
  readonly bakeSources: BakeSources;
  readonly bases: BaseImages;
  readonly memory: BuildMemory;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly createBuilder: WizardDeps['createBuilder'];
  readonly setUpBuilder: WizardDeps['setUpBuilder'];
  readonly plans: PlanWorld;
  /** Who needs a platform, in a few words; undefined without a known cluster. */
  readonly neededBy: WizardDeps['neededBy'];
}

/** Connects the wizard to the services. */
export function createWizardDeps({
  runner,
  environment,
  builders,
  listing,
  sources,
  bakeSources,
  bases,
  memory,
  explain,
  createBuilder,
  setUpBuilder,
  plans,
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
      const old = await environment.buildx(signal).then(oldBuildx, () => undefined);
      try {
        const builder = await builders.inUse(name, signal);
        // buildx reports that an engine is down, and exits with 0
        const error = builder.error === undefined ? undefined : explain(new Error(builder.error));
        return { ...builderChoice(builder, await engine, error), oldBuildx: old };
      } catch (error) {
        if (signal.aborted) {
          throw error;
        }
        const none = { name: name ?? '', driver: '', nodes: [] };
        return { ...builderChoice(none, await engine, explain(error)), oldBuildx: old };
      }
    },
    described: async (source, folder, signal) => {
      const planOf = (request: BuildRequest) => {
        const plan = planFor(request, folder, plans);
        return plan.ok ? plan.value : undefined;
      };
      return workspace.isTrusted ? bakeSources(source, planOf, signal) : source;
    },
    async baseProblems(request, folder, builder, signal) {
      const plan = planFor(request, folder, plans);
      return plan.ok && workspace.isTrusted ? bases(plan.value, builder?.natives ?? [], signal) : [];
    },
    commandFor(request, folder) {
      const plan = planFor(request, folder, plans);
      if (!plan.ok) {
        return { problems: plan.problem.map(previewProblem) };
      }
      const within = path.relative(folder.uri.fsPath, plan.value.directory);
      const { bakeVariables } = plan.value;
      return { command: commandLineIn(within, shownCommand(stayHere(plan.value).plan), bakeVariables) };
    },
    settings: ({ uri }) => {
      const image = settings.image(uri);
      const builder = settings.builder(uri);
      return {
        platforms: plans.targetPlatforms(uri),
        ...(image !== undefined && { image }),
        ...(builder !== undefined && { builder }),
      };
    },
    gitDescribe: (folder) => gitVersion(runner, folder.uri.fsPath),
    copyCommand: async (command) => {
      await env.clipboard.writeText(command);
    },
  };
}

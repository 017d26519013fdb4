import { type WorkspaceFolder, workspace } from 'vscode';
import { loadOnce } from '../../services/concurrency/loadOnce.ts';
import type { Services } from '../../services/services.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { refreshLater } from './refreshLater.ts';
import type { BuilderCommands } from './commands/builderCommands.ts';
import { commandIds } from '../commandIds.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { requireTrust } from '../trust.ts';
import { settings } from '../settings/settings.ts';
import { registerRowCommand } from '../shared/tree/rowCommand.ts';
import type { TargetPlatformsOf } from '../shared/targetPlatformsOf.ts';
import { createBuildersView } from './view/buildersView.ts';
import { createHistoryChildren, createRecordTooltip } from './view/historyChildren.ts';
import { createBuilderModel, type BuilderModel } from './builderModel.ts';
import { createReadOnlyDocuments } from '../shared/dialogs/readOnlyDocuments.ts';
import type { SetUpDeps } from './setUp/setUpActions.ts';
import { useBuilder } from '../settings/builder.ts';
import { disposables } from '../shared/disposeAll.ts';

export interface BuildersUiDeps {
  readonly runner: Runner;
  readonly services: Services;
  readonly showError: ShowError;
  readonly targetPlatforms: TargetPlatformsOf;
  /** Starts the wizard. */
  readonly build: () => Promise<unknown>;
}

/** The builders feature: the view, its commands, and remedies for failed builds that concern the builder. */
export interface BuildersUi {
  readonly model: BuilderModel;
  readonly setUpBuilder: BuilderCommands['setUp'];
  /** Resolves to whether the platform now runs on the named builder, or on the one that builds of the folder use. */
  readonly installEmulators: (name: string | undefined, platform: string, folder: WorkspaceFolder) => Promise<boolean>;
  readonly dispose: () => void;
}

export function createBuildersUi({ runner, services, showError, targetPlatforms, build }: BuildersUiDeps): BuildersUi {
  const { environment, builders, listing, builderActions, setUp, emulation, history, clusters, explain } = services;
  const model = createBuilderModel({
    listing,
    buildx: () => environment.buildx(),
    explain,
    setting: () => settings.builder(workspace.workspaceFolders?.[0]?.uri),
    environment: process.env,
  });
  const changed = () => {
    refreshLater(model);
  };
  const documents = createReadOnlyDocuments('multiarch-builder');
  const setUpDeps: SetUpDeps = {
    runner,
    environment,
    builders: () => model.refresh(),
    setUp,
    kubeContext: () => clusters.contextOfBuildx(),
    showError,
    changed,
    useHere: useBuilder,
    build,
  };
  const load = loadOnce(async () => {
    const { createBuilderCommands } = await import('./commands/builderCommands.ts');
    return createBuilderCommands({
      actions: builderActions,
      model,
      documents,
      builders,
      emulation,
      history,
      targetPlatforms,
      setUp: setUpDeps,
    });
  });
  async function run(id: string, element: unknown): Promise<void> {
    requireTrust();
    await (await load()).run(id, element);
  }
  const all = disposables(
    model,
    documents,
    createBuildersView({
      model,
      listing,
      historyChildren: createHistoryChildren({ history, explain }),
      recordTooltip: createRecordTooltip(history),
    }),
    ...Object.values(commandIds.builder).map((id) => registerRowCommand(id, (element) => run(id, element), showError)),
  );
  return {
    model,
    setUpBuilder: async (options) => (await load()).setUp(options),
    async installEmulators(name, platform, folder) {
      const builder = await builders.inUse(name ?? settings.builder(folder.uri));
      return (await load()).installEmulators(builder, [platform]);
    },
    dispose: () => {
      all.dispose();
    },
  };
}

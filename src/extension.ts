import { commands, type ExtensionContext, tasks } from 'vscode';
import { listedPlatforms } from './domain/builder/builder.ts';
import { defaultBranch } from './services/git/defaultBranch.ts';
import { placeInRepository } from './services/git/repository.ts';
import { createServices } from './services/services.ts';
import { createRunner } from './tools/process/runner.ts';
import { createApi, type MultiArchApi } from './vscode/api.ts';
import { createBuildFlow } from './vscode/build/buildFlow.ts';
import { createBuildLenses } from './vscode/build/buildLenses.ts';
import { registerBuildCommands } from './vscode/build/commands/buildCommands.ts';
import { createBuildersUi, type BuildersUi } from './vscode/builders/buildersUi.ts';
import { createBuilderAction } from './vscode/builders/createBuilder.ts';
import { createClustersUi } from './vscode/targets/clustersUi.ts';
import { kubeconfigPath } from './vscode/settings/kubeconfigPath.ts';
import { createImageVerdicts, createMissingPlatforms, createUsedInClusters } from './vscode/targets/imageVerdicts.ts';
import { createWorkspaceClusters } from './vscode/targets/workspaceClusters.ts';
import { commandIds } from './vscode/commandIds.ts';
import { createFormerDigests } from './vscode/images/model/formerDigests.ts';
import { createPlatformFacts } from './vscode/images/model/platformFacts.ts';
import { createLazyImagesUi } from './vscode/images/lazyImagesUi.ts';
import { createLog } from './vscode/log.ts';
import { createLogFiles } from './vscode/build/pty/logFiles.ts';
import { BuildMemory } from './vscode/memory.ts';
import { createPipelinesUi } from './vscode/pipelines/pipelinesUi.ts';
import { buildFinished } from './vscode/build/outcome/buildFinished.ts';
import { createConsents } from './vscode/build/gate/consents.ts';
import { createRemedies, type ApplyRemedy } from './vscode/shared/errors/remedies.ts';
import { settings } from './vscode/settings/settings.ts';
import { createDiffQuestions } from './vscode/shared/dialogs/diffQuestions.ts';
import { createShowError } from './vscode/shared/errors/showError.ts';
import { createTellUnread } from './vscode/shared/errors/tellUnread.ts';
import { createTaskProvider } from './vscode/build/task/taskProvider.ts';
import { createTaskRunner } from './vscode/build/task/taskRunner.ts';
import { taskType } from './vscode/shared/tasks.ts';
import { createWizardDeps } from './vscode/build/wizard/wizardDeps.ts';
import { workspaceRequests } from './vscode/build/task/workspaceRequests.ts';
import { followWalkthrough } from './vscode/walkthrough.ts';
import { createWorkspaceSources } from './vscode/workspaceSources.ts';

/** Creates and connects the parts. Starts no process and reads no file: that waits for the first command. */
export function activate(context: ExtensionContext): MultiArchApi {
  const log = createLog('Multi-Arch Builds');
  const runner = createRunner(log);
  const { dockerPath, kubectlPath, insecureRegistries } = settings;
  const former = createFormerDigests(context.workspaceState);
  const facts = createPlatformFacts(context.workspaceState);
  const services = createServices({
    runner,
    dockerPath,
    kubectlPath,
    kubeconfigPath,
    insecureRegistries,
    workerFile: context.asAbsolutePath('dist/worker.cjs'),
    onUnread: createTellUnread(log, () => showError),
    cacheFolder: context.globalStorageUri.fsPath,
    former,
    consents: createConsents(context.workspaceState),
    checksPrograms: settings.checksPrograms,
    now: () => performance.now(),
  });
  const { environment, builders, listing, images, builds, bakeSources, explain } = services;

  const memory = new BuildMemory(context.workspaceState);
  const sources = createWorkspaceSources(services.workspaceFiles);
  const clusters = createWorkspaceClusters(services.clusters, sources, memory, context.workspaceState);
  const { targetPlatforms, neededBy } = clusters;
  const showError = createShowError(explain, () => applyRemedy);
  const createBuilder = createBuilderAction(builders, showError);
  const plans = { targetPlatforms, listedPlatforms: () => listedPlatforms(buildersUi.model.known ?? []) };
  const taskRunner = createTaskRunner({
    ...plans,
    builds,
    openLogFile: createLogFiles(context.logUri),
    failed: (error) => void showError(error),
    finished: buildFinished(memory, facts, {
      showManifest: async (id) => {
        await commands.executeCommand(commandIds.image.showManifest, { kind: 'reported', id });
      },
      showError,
      usedInClusters: createUsedInClusters(clusters.model, clusters.uses),
      missing: createMissingPlatforms(clusters.model, clusters.uses, () => clustersUi.engine()),
    }),
  });
  const wizard = createWizardDeps({
    runner,
    environment,
    builders,
    listing,
    sources,
    bakeSources,
    bases: builds.bases,
    memory,
    explain,
    createBuilder,
    setUpBuilder: () => buildersUi.setUpBuilder({ quiet: true }),
    plans,
    neededBy,
  });
  const flow = createBuildFlow({ tasks: taskRunner, wizard, showError });
  const buildersUi: BuildersUi = createBuildersUi({
    runner,
    services,
    showError,
    targetPlatforms,
    build: () => flow.ask(),
  });
  const clustersUi = createClustersUi({
    context,
    services,
    clusters,
    builders: buildersUi.model,
    memory,
    showError,
  });
  const changes = createDiffQuestions(showError);
  const imagesUi = createLazyImagesUi({
    images,
    registry: services.registry,
    indexEdits: services.indexEdits,
    former,
    flow,
    askInDiff: changes.ask,
    sources,
    memory,
    clusters: clusters.model,
    uses: clusters.uses,
    services: services.forImages,
    contexts: () => services.clusters.contexts(),
    runner,
    engine: clustersUi.engine,
    facts,
    explain,
    state: context.workspaceState,
    showError,
  });
  const applyRemedy: ApplyRemedy = createRemedies({
    createBuilder,
    setUpBuilder: (start) => buildersUi.setUpBuilder({ ...start, quiet: true }),
    installEmulators: buildersUi.installEmulators,
    build: flow.build,
    editBuild: ({ request, folder, local = false }, part) =>
      flow.ask({ request, folder, part, failed: true }, { local }),
    restoreTag: (id, digest) =>
      Promise.resolve(commands.executeCommand(commandIds.image.restore, { kind: 'former', id, digest })),
    showLog: log.show,
  });

  context.subscriptions.push(
    log,
    runner,
    services.registry,
    services.workers,
    facts,
    memory,
    clusters,
    buildersUi,
    clustersUi,
    changes,
    imagesUi,
    tasks.registerTaskProvider(
      taskType,
      createTaskProvider(taskRunner, workspaceRequests(sources, memory, targetPlatforms)),
    ),
    createBuildLenses({ sources, targetPlatforms, onDidChangeTargets: clusters.targets.onDidChange }),
    followWalkthrough(memory),
    createPipelinesUi({
      askInDiff: changes.ask,
      memory,
      sources,
      targetPlatforms,
      defaultBranch: (folder) => defaultBranch(runner, folder.uri.fsPath),
      placeInRepository: (folder) => placeInRepository(runner, folder.uri.fsPath),
      showError,
    }),
    registerBuildCommands({
      flow,
      environment,
      sources,
      memory,
      clusters: clusters.model,
      builders: buildersUi.model,
      selectClusters: clustersUi.selectClusters,
      showError,
      log,
    }),
  );
  const verdicts = createImageVerdicts(clusters.model, clusters.uses, clustersUi.engine);
  return createApi({
    images,
    listing,
    builders,
    clusters: clusters.model,
    verdicts,
    knownFacts: facts.of,
    forImages: services.forImages,
    tasks: taskRunner,
    explain,
  });
}

import { commands, type ExtensionContext, tasks } from 'vscode';
import { createServices } from './services/services.ts';
import { createRunner } from './tools/process/runner.ts';
import { createApi, type MultiArchApi } from './vscode/api.ts';
import { createBuildFlow } from './vscode/buildFlow.ts';
import { commandIds } from './vscode/commandIds.ts';
import { buildImage } from './vscode/commands/buildImage.ts';
import { buildLocal } from './vscode/commands/buildLocal.ts';
import { rebuildLast } from './vscode/commands/rebuildLast.ts';
import { showLog } from './vscode/commands/showLog.ts';
import { createBuildersUi, type BuildersUi } from './vscode/builders/buildersUi.ts';
import { createBuilderAction } from './vscode/builders/createBuilder.ts';
import { createLog } from './vscode/log.ts';
import { createLogFiles } from './vscode/tasks/logFiles.ts';
import { createManifestDocuments } from './vscode/outcome/manifestDocument.ts';
import { BuildMemory } from './vscode/memory.ts';
import { notifyBuild } from './vscode/outcome/notifyBuild.ts';
import { createRemedies, type ApplyRemedy } from './vscode/outcome/remedies.ts';
import { settings } from './vscode/settings.ts';
import { createShowError } from './vscode/outcome/showError.ts';
import { createTaskProvider } from './vscode/tasks/taskProvider.ts';
import { createTaskRunner, taskType } from './vscode/tasks/taskRunner.ts';
import { createWizardDeps } from './vscode/wizardDeps.ts';
import { workspaceRequests } from './vscode/tasks/workspaceRequests.ts';

/** Makes the parts and joins them. Starts nothing and reads nothing: that waits for the first command. */
export function activate(context: ExtensionContext): MultiArchApi {
  const log = createLog('Multi-Arch Builds');
  const runner = createRunner(log);
  const services = createServices({ runner, dockerPath: settings.dockerPath, now: () => performance.now() });
  const { environment, builders, listing, images, builds, explain } = services;

  const memory = new BuildMemory(context.workspaceState);
  const manifests = createManifestDocuments(images);
  const showError = createShowError(explain, () => applyRemedy);
  const createBuilder = createBuilderAction(builders, showError);
  const taskRunner = createTaskRunner({
    builds,
    openLogFile: createLogFiles(context.logUri),
    finished: (build) => {
      void memory.remember(build.folder, build.request);
      notifyBuild(build, { showManifest: manifests.show, showError }).catch(showError);
    },
  });
  const wizard = createWizardDeps({
    runner,
    environment,
    builders,
    listing,
    memory,
    explain,
    createBuilder,
    setUpBuilder: () => buildersUi.setUpBuilder({ quiet: true }),
  });
  const flow = createBuildFlow({ tasks: taskRunner, wizard, showError });
  const buildersUi: BuildersUi = createBuildersUi({ runner, services, showError, build: () => flow.ask() });
  const applyRemedy: ApplyRemedy = createRemedies({
    createBuilder,
    setUpBuilder: (start) => buildersUi.setUpBuilder({ ...start, quiet: true }),
    installEmulators: buildersUi.installEmulators,
    build: flow.build,
    editBuild: ({ request, folder }, part) => flow.ask({ request, folder, part }),
    showLog: log.show,
  });

  context.subscriptions.push(
    log,
    runner,
    manifests,
    buildersUi,
    tasks.registerTaskProvider(taskType, createTaskProvider(taskRunner, workspaceRequests(memory))),
    commands.registerCommand(commandIds.buildImage, buildImage(flow)),
    commands.registerCommand(commandIds.buildLocal, buildLocal({ flow, environment, memory, showError })),
    commands.registerCommand(commandIds.rebuildLast, rebuildLast(flow, memory)),
    commands.registerCommand(commandIds.showLog, showLog(log)),
  );
  return createApi({ images, listing, builders, tasks: taskRunner, explain });
}

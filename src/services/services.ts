import { homedir } from 'node:os';
import { clientPlatform } from '../domain/platform.ts';
import { findExecutable } from '../tools/process/findExecutable.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { BuildServices } from './builds/compose.ts';
import { createBakeSources, type BakeSources } from './bakeSources.ts';
import { createBuilderActions, type BuilderActions } from './builders/actions.ts';
import { createBuilders, type Builders } from './builders/builders.ts';
import { createEmulation, type Emulation } from './builders/emulation.ts';
import { createEngines } from './builders/listing/engineInUse.ts';
import { createBuildHistory, type BuildHistory } from './builders/history.ts';
import { createBuilderListing, type BuilderListing } from './builders/listing/listing.ts';
import { createBuilderSetUp, type BuilderSetUp } from './builders/setUp.ts';
import { createBuilderStore } from './builders/listing/store.ts';
import { createKubeFactsReader } from './clusters/kubeFactsReader.ts';
import { createClusters, type Clusters } from './clusters/clusters.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { diagnoseError } from './diagnoseError.ts';
import { createImages, type Images } from './images/images.ts';
import type { ImageServices } from './imageServices.ts';
import { createIndexEdits, type IndexEdits } from './images/indexEdits.ts';
import { createLazyBuilds } from './builds/lazy.ts';
import { createLazyImageServices } from './lazyImageServices.ts';
import { createLazyReader } from './registry/lazyReader.ts';
import type { Consents, FormerTags } from './policy/questions.ts';
import type { RegistryReader } from './registry/registryReader.ts';
import { createWorkerPools, type WorkerPools } from './worker/pools.ts';
import { createWorkspaceFiles, type WorkspaceFiles, type WorkspaceFilesDeps } from './workspaceFiles/workspaceFiles.ts';

export interface Services {
  readonly environment: Environment;
  readonly builders: Builders;
  readonly listing: BuilderListing;
  readonly builderActions: BuilderActions;
  readonly setUp: BuilderSetUp;
  readonly emulation: Emulation;
  readonly history: BuildHistory;
  readonly images: Images;
  readonly indexEdits: IndexEdits;
  readonly registry: RegistryReader;
  readonly builds: BuildServices;
  readonly bakeSources: BakeSources;
  readonly clusters: Clusters;
  /** Services that only the Images view and its commands need; loaded with the first call. */
  readonly forImages: () => Promise<ImageServices>;
  /** Threads that read hostile data; disposed of with their owner. */
  readonly workers: WorkerPools;
  readonly workspaceFiles: WorkspaceFiles;
  readonly explain: typeof diagnoseError;
}

export interface ServicesDeps {
  readonly runner: Runner;
  /** The name or path of the Docker CLI from the settings. */
  readonly dockerPath: () => string;
  /** The name or path of kubectl from the settings. */
  readonly kubectlPath: () => string;
  /** A kubeconfig that overrides the environment. */
  readonly kubeconfigPath?: () => string | undefined;
  /** Registries that may be used without TLS, from the settings. */
  readonly insecureRegistries?: () => readonly string[];
  /** The module that threads run: `worker/main.ts` or its bundle. */
  readonly workerFile: string | URL;
  /** Workspace files could not be read; called once per state of the files. */
  readonly onUnread?: WorkspaceFilesDeps['onProblems'];
  /** The folder for cached registry content, shared by all windows. */
  readonly cacheFolder?: string;
  /** Stored pushes and consent; by default none. */
  readonly former?: FormerTags;
  readonly consents?: Consents;
  /** Whether to check the programs of each push, from the settings; by default true. */
  readonly checksPrograms?: () => boolean;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
}

const forgetful: FormerTags & Consents = { of: () => [], add: () => Promise.resolve() };

/** Creates and connects the services. */
export function createServices({
  runner,
  dockerPath,
  kubectlPath,
  kubeconfigPath,
  insecureRegistries = () => [],
  workerFile,
  onUnread = () => undefined,
  cacheFolder,
  former = forgetful,
  consents = forgetful,
  checksPrograms = () => true,
  now,
}: ServicesDeps): Services {
  const explain = diagnoseError;
  const environment = createEnvironment({ runner, dockerPath, explain });
  const store = createBuilderStore(process.env);
  const engines = createEngines({ environment, store, env: process.env });
  const builders = createBuilders({ runner, environment, store, engines });
  const listing = createBuilderListing({ runner, environment, store, engines, explain, now });
  const builderActions = createBuilderActions(runner, environment);
  const setUp = createBuilderSetUp({ runner, environment, folder: store.folder });
  const emulation = createEmulation(runner, environment);
  const history = createBuildHistory(runner, environment);
  const here = { env: process.env, home: homedir() };
  const registry = createLazyReader({
    runner,
    docker: environment.docker,
    ...here,
    insecureRegistries,
    cacheFolder,
    now,
  });
  const images = createImages({ run: runner.run, docker: environment.docker, explain, registry });
  const indexEdits = createIndexEdits({
    run: runner.run,
    docker: environment.docker,
    buildx: (signal) => environment.buildx(signal),
    images,
    former,
    explain,
  });
  const builds = createLazyBuilds({
    runner,
    environment,
    builders,
    images,
    registry,
    indexEdits,
    former,
    consents,
    env: process.env,
    client: clientPlatform(process),
    insides: async () => (await forImages()).insides,
    checksPrograms,
    explain,
    now,
  });
  const bakeSources = createBakeSources({ runner, environment });
  const workers = createWorkerPools(workerFile);
  const clusters = createClusters({
    runner,
    ...here,
    kubectlPath,
    kubeFacts: createKubeFactsReader(workers.kubeconfig),
    ...(kubeconfigPath && { kubeconfigPath }),
  });
  const forImages = createLazyImageServices({
    images,
    registry,
    workers,
    run: runner.run,
    docker: environment.docker,
    engines,
    access: clusters.access,
    explain,
  });
  const workspaceFiles = createWorkspaceFiles({
    workers: workers.files,
    onProblems: onUnread,
    runner,
    helm: () => findExecutable('helm'),
  });
  return {
    environment,
    builders,
    listing,
    builderActions,
    setUp,
    emulation,
    history,
    images,
    indexEdits,
    registry,
    builds,
    bakeSources,
    clusters,
    forImages,
    workers,
    workspaceFiles,
    explain,
  };
}

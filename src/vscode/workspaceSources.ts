import { type Disposable, workspace, type CancellationToken, type Uri, type WorkspaceFolder } from 'vscode';
import type { Toleration } from '../domain/cluster/cluster.ts';
import type { BuildSource } from '../domain/sources/buildSource.ts';
import { fileKind, isEnvFile, isSourceFile, manifestGlob, sourceGlob } from '../domain/sources/fileKinds.ts';
import type { RenderableChart } from '../domain/sources/helm/rendered.ts';
import type { FoundRunning } from '../domain/sources/collect.ts';
import type { WorkloadImage } from '../domain/sources/manifests/workloads.ts';
import type { Manifests, WorkspaceFiles } from '../services/workspaceFiles/workspaceFiles.ts';
import { isCancelled } from '../tools/process/errors.ts';
import { disposables } from './shared/disposeAll.ts';
import { findFiles, firstOf, foldersOnDisk, relativePath, toRead } from './workspaceSearch.ts';

export interface FoundSource {
  readonly folder: WorkspaceFolder;
  readonly source: BuildSource;
}

/** A file of a workspace folder, with a path relative to it. */
interface FoundFile {
  readonly folder: WorkspaceFolder;
  readonly path: string;
}

/** A service of a Compose file that runs an image on the engine, without building it. */
interface FoundService extends FoundRunning {
  readonly folder: WorkspaceFolder;
}

/** The images that the YAML files of a folder name for workloads, and what their pods tolerate. */
export interface FoundWorkloads {
  readonly images: readonly WorkloadImage[];
  readonly tolerations: readonly Toleration[];
  /** Numbers of files: those that were read, or will be, and all of them. */
  readonly files: { readonly read: number; readonly found: number };
}

export interface FoundChart extends RenderableChart {
  readonly workspaceFolder: WorkspaceFolder;
}

export interface FoundSources {
  readonly sources: readonly FoundSource[];
  readonly running: readonly FoundService[];
  /** The sources in these files are missing: reading them would take too much work. */
  readonly tooComplex: readonly FoundFile[];
}

/** Facts from workspace files. A thread reads each file when it has changed; open editors override files on disk. */
export interface WorkspaceSources {
  /** Everything that an image can be built from, per folder. Skips unreadable files. */
  readonly findSources: (token?: CancellationToken) => Promise<FoundSources>;
  /**
   * The images that Kubernetes manifests, kustomizations and the values of charts reference in a folder.
   *
   * @param part receives those of the files that were read so far
   */
  readonly findWorkloads: (
    folder: WorkspaceFolder,
    token?: CancellationToken,
    part?: (soFar: FoundWorkloads) => void,
  ) => Promise<FoundWorkloads>;
  /** Only the images. */
  readonly findWorkloadImages: (
    folder: WorkspaceFolder,
    token?: CancellationToken,
  ) => Promise<readonly WorkloadImage[]>;
  /** The charts that Helm can render. */
  readonly findCharts: () => Promise<readonly FoundChart[]>;
  /**
   * Renders a chart with Helm, which replaces what its values let guess until one of its files changes. Rejects with `helmNotFound`,
   * `helmFailed` or `CancelledError`.
   */
  readonly renderChart: (chart: FoundChart, signal: AbortSignal) => Promise<void>;
  /** The files that reference an image by tag; `id` is the full reference. */
  readonly findNaming: (id: string) => Promise<readonly Uri[]>;
  /**
   * The sources in one file: a Dockerfile regardless of its name, or the targets and services that a bake or Compose file contributes to.
   * Empty for a file outside the workspace.
   *
   * @param all everything in the workspace; called only if the file does not stand alone
   */
  readonly sourceAt: (file: Uri, all: () => Promise<readonly FoundSource[]>) => Promise<readonly FoundSource[]>;
}

/** Manifests that are read; those in the folders above come first. */
const mostManifests = 10_000;
/** Manifests that are counted. */
export const mostCounted = 50_000;

export function createWorkspaceSources(files: WorkspaceFiles): WorkspaceSources {
  async function manifestsOf(
    folder: WorkspaceFolder,
    token?: CancellationToken,
    part?: (soFar: FoundWorkloads) => void,
  ): Promise<FoundWorkloads> {
    const found = await findFiles(folder, manifestGlob, token, mostCounted);
    const read = firstOf(found, mostManifests);
    const counted = ({ images, tolerations, left }: Manifests) => ({
      images,
      tolerations,
      files: { read: read.length - left, found: found.length },
    });
    const manifests = await untilCancelled(token, noManifests, (signal) =>
      files.manifests(
        toRead(folder, read),
        signal,
        part &&
          ((soFar) => {
            part(counted(soFar));
          }),
      ),
    );
    return counted(manifests);
  }

  async function sourcesOf(folder: WorkspaceFolder, token?: CancellationToken): Promise<FoundSources> {
    const named = (await findFiles(folder, sourceGlob, token)).filter(({ path }) => isSourceFile(path));
    const { sources, running, tooComplex } = await untilCancelled(
      token,
      { sources: [], running: [], tooComplex: [] },
      (signal) => files.sources(toRead(folder, named), signal),
    );
    return {
      running: running.map((service) => ({ folder, ...service })),
      sources: sources.map((source) => ({ folder, source })),
      tooComplex: tooComplex.map((path) => ({ folder, path })),
    };
  }

  return {
    async findSources(token) {
      const found = await Promise.all(foldersOnDisk().map((folder) => sourcesOf(folder, token)));
      return {
        sources: found.flatMap(({ sources }) => sources),
        running: found.flatMap(({ running }) => running),
        tooComplex: found.flatMap(({ tooComplex }) => tooComplex),
      };
    },
    findWorkloads: manifestsOf,
    findWorkloadImages: async (folder, token) => (await manifestsOf(folder, token)).images,
    async findCharts() {
      const found = await Promise.all(
        foldersOnDisk().map(async (workspaceFolder) => {
          const charts = await files.charts(await manifestsToRead(workspaceFolder));
          return charts.map((chart) => ({ ...chart, workspaceFolder }));
        }),
      );
      return found.flat();
    },
    async renderChart({ workspaceFolder, ...chart }, signal) {
      await files.renderChart(chart, await manifestsToRead(workspaceFolder), signal);
    },
    async findNaming(id) {
      const found = await Promise.all(
        foldersOnDisk().map(async (folder) => {
          const named = await Promise.all([sourceGlob, manifestGlob].map((glob) => findFiles(folder, glob)));
          const read = named.flat().filter(({ path }) => !isEnvFile(path));
          const uris = new Map(read.map((uri) => [uri.fsPath, uri]));
          const naming = await files.naming(id, toRead(folder, [...uris.values()]));
          return naming.flatMap(({ file }) => uris.get(file) ?? []);
        }),
      );
      return found.flat();
    },
    async sourceAt(file, all) {
      const folder = workspace.getWorkspaceFolder(file);
      if (!folder || file.scheme !== 'file') {
        return [];
      }
      const path = relativePath(folder, file);
      const kind = fileKind(path);
      if (kind === 'bake' || kind === 'compose') {
        return (await all()).filter(
          (one) => one.folder === folder && one.source.kind === kind && one.source.files.includes(path),
        );
      }
      const [read] = toRead(folder, [file]);
      const source = read && (await files.dockerfile(read));
      return source ? [{ folder, source }] : [];
    },
  };
}

const noManifests: Manifests = { images: [], tolerations: [], left: 0 };

async function manifestsToRead(folder: WorkspaceFolder) {
  return toRead(folder, firstOf(await findFiles(folder, manifestGlob, undefined, mostCounted), mostManifests));
}

/** Files of other tools that also match the search. */
const mostOthers = 200;

/** Whether the workspace has anything that an image is built from, by file names only. */
export async function buildsImages(): Promise<boolean> {
  const found = await Promise.all(
    foldersOnDisk().map((folder) => findFiles(folder, sourceGlob, undefined, mostOthers)),
  );
  return found.flat().some(({ path }) => fileKind(path) !== undefined);
}

/** Calls back when a file that an image can be built from is created or deleted. */
export function watchSources(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(sourceGlob, false, true, false);
  return disposables(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
}

/** Calls back when a file that may name images is created, changed or deleted. */
export function watchManifests(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(manifestGlob);
  return disposables(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed));
}

/** @param none the result if canceled: the caller needs neither a result nor an error */
async function untilCancelled<T>(
  token: CancellationToken | undefined,
  none: T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const listening = token?.onCancellationRequested(() => {
    stop.abort();
  });
  try {
    return token?.isCancellationRequested ? none : await work(stop.signal);
  } catch (error) {
    if (isCancelled(error)) {
      return none;
    }
    throw error;
  } finally {
    listening?.dispose();
  }
}

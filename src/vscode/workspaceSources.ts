import {
  type Disposable,
  RelativePattern,
  workspace,
  type CancellationToken,
  type Uri,
  type WorkspaceFolder,
} from 'vscode';
import type { Toleration } from '../domain/cluster/cluster.ts';
import type { BuildSource } from '../domain/sources/buildSource.ts';
import {
  excludedGlobs,
  fileKind,
  isEnvFile,
  isSourceFile,
  manifestGlob,
  sourceGlob,
} from '../domain/sources/fileKinds.ts';
import type { WorkloadImage } from '../domain/sources/manifests/workloads.ts';
import type { FileToRead } from '../services/workspaceFiles/fileJobs.ts';
import type { WorkspaceFiles } from '../services/workspaceFiles/workspaceFiles.ts';
import { isCancelled } from '../tools/process/errors.ts';
import { excludedFromSearch } from './settings/searchExclude.ts';
import { disposables } from './shared/disposeAll.ts';

export interface FoundSource {
  readonly folder: WorkspaceFolder;
  readonly source: BuildSource;
}

/** A file of a workspace folder; the path counts from there. */
interface FoundFile {
  readonly folder: WorkspaceFolder;
  readonly path: string;
}

export interface FoundSources {
  readonly sources: readonly FoundSource[];
  /** What these define is missing: reading them would take too much work. */
  readonly tooComplex: readonly FoundFile[];
}

/** What the files of the workspace say. Each file is read when it was changed, in a thread; open editors count with their text. */
export interface WorkspaceSources {
  /** Everything that an image can be built from, folder by folder. Files that cannot be read are left out. */
  readonly findSources: (token?: CancellationToken) => Promise<FoundSources>;
  /** The images that Kubernetes manifests of a folder name. */
  readonly findWorkloadImages: (
    folder: WorkspaceFolder,
    token?: CancellationToken,
  ) => Promise<readonly WorkloadImage[]>;
  /** What the workloads in Kubernetes manifests of the workspace tolerate. */
  readonly findTolerations: (token?: CancellationToken) => Promise<readonly Toleration[]>;
  /** The files that name an image by its tag; `id` in full. */
  readonly findNaming: (id: string) => Promise<readonly Uri[]>;
  /**
   * What can be built from one file: a Dockerfile whatever its name is, or the targets and services that a bake or Compose
   * file takes part in. Nothing for a file outside of the workspace.
   *
   * @param all everything in the workspace; asked for only where the file does not stand alone
   */
  readonly sourceAt: (file: Uri, all: () => Promise<readonly FoundSource[]>) => Promise<readonly FoundSource[]>;
}

/** For each workspace folder and each search. */
const mostFiles = 5000;

export function createWorkspaceSources(files: WorkspaceFiles): WorkspaceSources {
  async function manifestsOf(folder: WorkspaceFolder, token?: CancellationToken) {
    const found = await findFiles(folder, manifestGlob, token);
    return untilCancelled(token, [], (signal) => files.manifests(toRead(folder, found), signal));
  }

  async function sourcesOf(folder: WorkspaceFolder, token?: CancellationToken): Promise<FoundSources> {
    const named = (await findFiles(folder, sourceGlob, token)).filter(({ path }) => isSourceFile(path));
    const { sources, tooComplex } = await untilCancelled(token, { sources: [], tooComplex: [] }, (signal) =>
      files.sources(toRead(folder, named), signal),
    );
    return {
      sources: sources.map((source) => ({ folder, source })),
      tooComplex: tooComplex.map((path) => ({ folder, path })),
    };
  }

  return {
    async findSources(token) {
      const found = await Promise.all(foldersOnDisk().map((folder) => sourcesOf(folder, token)));
      return {
        sources: found.flatMap(({ sources }) => sources),
        tooComplex: found.flatMap(({ tooComplex }) => tooComplex),
      };
    },
    findWorkloadImages: async (folder, token) => (await manifestsOf(folder, token)).flatMap(({ images }) => images),
    async findTolerations(token) {
      const found = await Promise.all(foldersOnDisk().map((folder) => manifestsOf(folder, token)));
      return found.flat().flatMap(({ tolerations }) => tolerations);
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
      const stages = read && (await files.stages(read));
      return stages ? [{ folder, source: { kind: 'dockerfile', file: path, stages } }] : [];
    },
  };
}

/** Files of other tools that the search finds as well. */
const mostOthers = 200;

/** Whether there is anything in the workspace that an image is built from; the names of files alone are looked at. */
export async function buildsImages(): Promise<boolean> {
  const found = await Promise.all(
    foldersOnDisk().map((folder) => findFiles(folder, sourceGlob, undefined, mostOthers)),
  );
  return found.flat().some(({ path }) => fileKind(path) !== undefined);
}

/** Calls back when a file that an image can be built from is made or deleted. */
export function watchSources(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(sourceGlob, false, true, false);
  return disposables(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
}

function foldersOnDisk(): readonly WorkspaceFolder[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

async function findFiles(
  folder: WorkspaceFolder,
  glob: string,
  token?: CancellationToken,
  most = mostFiles,
): Promise<readonly Uri[]> {
  const excluded = [...excludedGlobs, ...excludedFromSearch(folder)];
  const files = await workspace.findFiles(new RelativePattern(folder, glob), `{${excluded.join(',')}}`, most, token);
  // in a folder inside of another one a file is found twice
  return files.filter((file) => workspace.getWorkspaceFolder(file)?.uri.toString() === folder.uri.toString());
}

/** Open editors have what is not saved yet. */
function toRead(folder: WorkspaceFolder, files: readonly Uri[]): readonly FileToRead[] {
  const open = new Map(workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  return files.map((file) => {
    const document = open.get(file.toString());
    return {
      path: relativePath(folder, file),
      file: file.fsPath,
      ...(document && { text: document.getText() }),
    };
  });
}

/** @param none what there is when it was cancelled: who did that wants nothing, and no error either */
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

/** The path of a file in its folder, with `/` between the parts. */
function relativePath(folder: WorkspaceFolder, file: Uri): string {
  const base = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return file.path.startsWith(base) ? file.path.slice(base.length) : file.path;
}

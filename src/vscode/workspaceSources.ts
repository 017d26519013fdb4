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

/** A file of a workspace folder, with a path relative to it. */
interface FoundFile {
  readonly folder: WorkspaceFolder;
  readonly path: string;
}

export interface FoundSources {
  readonly sources: readonly FoundSource[];
  /** The sources in these files are missing: reading them would take too much work. */
  readonly tooComplex: readonly FoundFile[];
}

/** Facts from workspace files. A thread reads each file when it has changed; open editors override files on disk. */
export interface WorkspaceSources {
  /** Everything that an image can be built from, per folder. Skips unreadable files. */
  readonly findSources: (token?: CancellationToken) => Promise<FoundSources>;
  /** The images that Kubernetes manifests of a folder reference. */
  readonly findWorkloadImages: (
    folder: WorkspaceFolder,
    token?: CancellationToken,
  ) => Promise<readonly WorkloadImage[]>;
  /** The tolerations of the workloads in Kubernetes manifests of the workspace. */
  readonly findTolerations: (token?: CancellationToken) => Promise<readonly Toleration[]>;
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

/** Per workspace folder and search. */
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
      const source = read && (await files.dockerfile(read));
      return source ? [{ folder, source }] : [];
    },
  };
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
  // with nested folders, a file is found twice
  return files.filter((file) => workspace.getWorkspaceFolder(file)?.uri.toString() === folder.uri.toString());
}

/** Open editors contain unsaved changes. */
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

/** The path of a file in its folder, with `/` as separator. */
function relativePath(folder: WorkspaceFolder, file: Uri): string {
  const base = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return file.path.startsWith(base) ? file.path.slice(base.length) : file.path;
}

import { Disposable, RelativePattern, workspace, type CancellationToken, type Uri, type WorkspaceFolder } from 'vscode';
import type { Toleration } from '../domain/cluster.ts';
import type { BuildSource } from '../domain/sources/buildSource.ts';
import { collectSources } from '../domain/sources/collect.ts';
import { stagesOf } from '../domain/sources/dockerfile.ts';
import { excludedGlobs, fileKind, manifestGlob, sourceGlob } from '../domain/sources/fileKinds.ts';
import type { SourceFile } from '../domain/sources/readFiles.ts';
import { workloadTolerations } from '../domain/sources/tolerations.ts';
import { workloadImages, type WorkloadImage } from '../domain/sources/workloads.ts';

export interface FoundSource {
  readonly folder: WorkspaceFolder;
  readonly source: BuildSource;
}

/** A file of a workspace folder; the path counts from there. */
export interface FoundFile {
  readonly folder: WorkspaceFolder;
  readonly path: string;
}

export interface FoundSources {
  readonly sources: readonly FoundSource[];
  /** What these define is missing: reading them would take too much work. */
  readonly tooComplex: readonly FoundFile[];
}

/** For each workspace folder and each search. */
const mostFiles = 500;
/** In bytes; a file that is larger was not written by hand, and YAML takes seconds for a megabyte. */
const largestFile = 256 * 1024;

/** Everything in the workspace that an image can be built from, folder by folder. Files that cannot be read are left out. */
export async function findSources(token?: CancellationToken): Promise<FoundSources> {
  const found = await Promise.all(
    foldersOnDisk().map(async (folder) => {
      const named = await findFiles(folder, sourceGlob, token);
      const texts = await readAll(
        folder,
        named.filter(({ path }) => fileKind(path) !== undefined),
      );
      const { sources, tooComplex } = collectSources(texts);
      return {
        sources: sources.map((source) => ({ folder, source })),
        tooComplex: tooComplex.map((path) => ({ folder, path })),
      };
    }),
  );
  return {
    sources: found.flatMap(({ sources }) => sources),
    tooComplex: found.flatMap(({ tooComplex }) => tooComplex),
  };
}

/** The images that Kubernetes manifests of a folder name. */
export async function findWorkloadImages(
  folder: WorkspaceFolder,
  token?: CancellationToken,
): Promise<readonly WorkloadImage[]> {
  const texts = await readAll(folder, await findFiles(folder, manifestGlob, token));
  return texts.map(({ text }) => workloadImages(text)).flatMap((images) => (images.ok ? images.value : []));
}

/** What the workloads in Kubernetes manifests of the workspace tolerate. */
export async function findTolerations(token?: CancellationToken): Promise<readonly Toleration[]> {
  const found = await Promise.all(
    foldersOnDisk().map(async (folder) => readAll(folder, await findFiles(folder, manifestGlob, token))),
  );
  return found
    .flat()
    .map(({ text }) => workloadTolerations(text))
    .flatMap((tolerations) => (tolerations.ok ? tolerations.value : []));
}

/** The files of the workspace that can name an image, and are no larger than people write them. */
export async function findImageFiles(): Promise<readonly Uri[]> {
  const found = await Promise.all(
    foldersOnDisk().flatMap((folder) => [sourceGlob, manifestGlob].map((glob) => findFiles(folder, glob))),
  );
  const files = new Map(found.flat().map((file) => [file.toString(), file]));
  const sizes = await Promise.all(
    [...files.values()].map(async (file) => {
      // it may be gone since it was found
      const found = await Promise.resolve(workspace.fs.stat(file)).catch(() => undefined);
      return [file, found?.size ?? Infinity] as const;
    }),
  );
  return sizes.flatMap(([file, size]) => (size > largestFile ? [] : [file]));
}

/** Whether there is anything in the workspace that an image is built from; the names of files alone are looked at. */
export async function buildsImages(): Promise<boolean> {
  const found = await Promise.all(foldersOnDisk().map((folder) => findFiles(folder, sourceGlob, undefined, 1)));
  return found.some((files) => files.length > 0);
}

/** Calls back when a file that an image can be built from is made or deleted. */
export function watchSources(changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(sourceGlob, false, true, false);
  return Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
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

/** `files.exclude` is applied by `findFiles` itself, `search.exclude` is not. */
function excludedFromSearch(folder: WorkspaceFolder): readonly string[] {
  const patterns = workspace.getConfiguration('search', folder.uri).get<Record<string, unknown>>('exclude') ?? {};
  // braces do not nest in a glob
  return Object.entries(patterns).flatMap(([glob, on]) =>
    on === true && !/[{},]/.test(glob) ? [glob, `${glob}/**`] : [],
  );
}

async function readAll(folder: WorkspaceFolder, files: readonly Uri[]): Promise<readonly SourceFile[]> {
  const open = new Map(workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  const texts = await Promise.all(
    files.map(async (file): Promise<readonly SourceFile[]> => {
      const path = relativePath(folder, file);
      const document = open.get(file.toString());
      try {
        return [{ path, text: document ? document.getText() : await read(file) }];
      } catch {
        return [];
      }
    }),
  );
  return texts.flat();
}

async function read(file: Uri): Promise<string> {
  const { size } = await workspace.fs.stat(file);
  if (size > largestFile) {
    throw new Error('too large');
  }
  return new TextDecoder().decode(await workspace.fs.readFile(file));
}

/** The path of a file in its folder, with `/` between the parts. */
function relativePath(folder: WorkspaceFolder, file: Uri): string {
  const base = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return file.path.startsWith(base) ? file.path.slice(base.length) : file.path;
}

/**
 * What can be built from one file: a Dockerfile whatever its name is, or the targets and services that a bake or Compose
 * file takes part in. Nothing for a file outside of the workspace.
 *
 * @param all everything in the workspace; asked for only where the file does not stand alone
 */
export async function sourceAt(file: Uri, all: () => Promise<readonly FoundSource[]>): Promise<readonly FoundSource[]> {
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
  const [read] = await readAll(folder, [file]);
  return read ? [{ folder, source: { kind: 'dockerfile', file: path, stages: stagesOf(read.text) } }] : [];
}

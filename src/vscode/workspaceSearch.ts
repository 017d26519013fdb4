import { RelativePattern, workspace, type CancellationToken, type Uri, type WorkspaceFolder } from 'vscode';
import { excludedGlobs } from '../domain/sources/fileKinds.ts';
import type { FileToRead } from '../services/workspaceFiles/fileJobs.ts';
import { excludedFromSearch } from './settings/searchExclude.ts';

/** Per workspace folder and search. */
const mostFiles = 5000;

/** The folders whose files can be read. */
export function foldersOnDisk(): readonly WorkspaceFolder[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** The files of a folder that match, without what is excluded from searches. */
export async function findFiles(
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

/** The files with the shortest paths, if there are more: searches have no order. */
export function firstOf(files: readonly Uri[], most: number): readonly Uri[] {
  if (files.length <= most) {
    return files;
  }
  const ranked = files.map((file) => ({ file, path: file.path, depth: file.path.split('/').length }));
  return ranked
    .sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1))
    .slice(0, most)
    .map(({ file }) => file);
}

/** Open editors contain unsaved changes. */
export function toRead(folder: WorkspaceFolder, files: readonly Uri[]): readonly FileToRead[] {
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

/** The path of a file in its folder, with `/` as separator. */
export function relativePath(folder: WorkspaceFolder, file: Uri): string {
  const base = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return file.path.startsWith(base) ? file.path.slice(base.length) : file.path;
}

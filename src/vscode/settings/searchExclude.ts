import { workspace, type WorkspaceFolder } from 'vscode';

/** `files.exclude` is applied by `findFiles` itself, `search.exclude` is not. */
export function excludedFromSearch(folder: WorkspaceFolder): readonly string[] {
  const patterns = workspace.getConfiguration('search', folder.uri).get<Record<string, unknown>>('exclude') ?? {};
  // braces do not nest in a glob
  return Object.entries(patterns).flatMap(([glob, on]) =>
    on === true && !/[{},]/.test(glob) ? [glob, `${glob}/**`] : [],
  );
}

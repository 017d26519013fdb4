import { workspace, type WorkspaceFolder } from 'vscode';

/** `findFiles` applies `files.exclude` itself, but not `search.exclude`. */
export function excludedFromSearch(folder: WorkspaceFolder): readonly string[] {
  const patterns = workspace.getConfiguration('search', folder.uri).get<Record<string, unknown>>('exclude') ?? {};
  // braces cannot be nested in a glob
  return Object.entries(patterns).flatMap(([glob, on]) =>
    on === true && !/[{},]/.test(glob) ? [glob, `${glob}/**`] : [],
  );
}

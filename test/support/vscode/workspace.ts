import path from 'node:path';
import type { WorkspaceFolder } from 'vscode';
import { documents } from './documents.ts';
import { EventEmitter } from './events.ts';
import { loud } from './loud.ts';
import { onReset } from './session.ts';
import { configuration } from './settings.ts';
import { Uri } from './uri.ts';

const trusted = new EventEmitter<void>();
const folders = new EventEmitter<void>();
const watchers = new Set<{ readonly file: string; readonly emitter: EventEmitter<Uri> }>();

/** An open folder, `/ws/<name>`. */
export function folder(name: string, index = 0): WorkspaceFolder {
  return { name, index, uri: Uri.file(`/ws/${name}`) } as unknown as WorkspaceFolder;
}

const state: {
  isTrusted: boolean;
  workspaceFolders: readonly WorkspaceFolder[] | undefined;
  workspaceFile: Uri | undefined;
  textDocuments: readonly { readonly uri: Uri; readonly getText: () => string }[];
} = { isTrusted: true, workspaceFolders: undefined, workspaceFile: undefined, textDocuments: [] };

function getWorkspaceFolder(uri: Uri): WorkspaceFolder | undefined {
  return state.workspaceFolders?.find(({ uri: { fsPath } }) => `${uri.fsPath}/`.startsWith(`${fsPath}/`));
}

export class RelativePattern {
  readonly base: Uri;
  readonly pattern: string;
  constructor(base: Uri | WorkspaceFolder, pattern: string) {
    this.base = base instanceof Uri ? base : Uri.file(base.uri.fsPath);
    this.pattern = pattern;
  }
}

export const workspace = loud(
  'workspace',
  Object.assign(state, documents, configuration, {
    getWorkspaceFolder,
    asRelativePath: (uri: Uri) => {
      const within = getWorkspaceFolder(uri);
      return within ? path.posix.relative(within.uri.fsPath, uri.fsPath) : uri.fsPath;
    },
    onDidGrantWorkspaceTrust: trusted.event,
    onDidChangeWorkspaceFolders: folders.event,
    createFileSystemWatcher: (glob: RelativePattern | string) => {
      const file = typeof glob === 'string' ? glob : path.posix.join(glob.base.fsPath, glob.pattern);
      const emitter = new EventEmitter<Uri>();
      const watcher = { file, emitter };
      watchers.add(watcher);
      return {
        onDidCreate: emitter.event,
        onDidChange: emitter.event,
        onDidDelete: emitter.event,
        dispose: () => {
          watchers.delete(watcher);
          emitter.dispose();
        },
      };
    },
  }),
);

/** Opens folders, the first one with one of them alone. */
export function openFolders(...names: readonly string[]): void {
  state.workspaceFolders = names.length === 0 ? undefined : names.map(folder);
  state.workspaceFile = names.length > 1 ? Uri.file('/ws/all.code-workspace') : undefined;
  folders.fire();
}

/** The user trusts the workspace, or has not done so yet. */
export function trust(isTrusted: boolean): void {
  state.isTrusted = isTrusted;
  if (isTrusted) {
    trusted.fire();
  }
}

/** A file was created, changed or deleted outside of VS Code. */
export function changed(file: string): void {
  for (const watcher of [...watchers]) {
    if (watcher.file === file) {
      watcher.emitter.fire(Uri.file(file));
    }
  }
}

/** The watched patterns. */
export function watchedFiles(): readonly string[] {
  return [...watchers].map(({ file }) => file);
}

onReset(() => {
  trusted.dispose();
  folders.dispose();
  watchers.clear();
  state.isTrusted = true;
  state.textDocuments = [];
  openFolders('shop');
});
openFolders('shop');

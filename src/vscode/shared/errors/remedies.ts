import { env, Position, Range, Uri, window, type WorkspaceFolder } from 'vscode';
import path from 'node:path';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { Remedy } from '../../../domain/diagnosis/diagnosis.ts';
import { commandLine } from '../../../tools/process/quote.ts';
import { l10n } from '../l10n.ts';

/** The failed build. */
export interface RemedyContext {
  readonly request: BuildRequest;
  readonly folder: WorkspaceFolder;
  /** The failed build was for local use, so its repetition is too. */
  readonly local?: boolean;
}

export type ApplyRemedy = (remedy: Remedy, context: RemedyContext) => Promise<void>;

export interface RemedyDeps {
  readonly createBuilder: (folder: WorkspaceFolder) => Promise<string | undefined>;
  readonly setUpBuilder: (start: {
    readonly registry?: string;
    readonly http?: boolean;
  }) => Promise<string | undefined>;
  /** Resolves to whether the platform now runs. */
  readonly installEmulators: (
    builder: string | undefined,
    platform: string,
    folder: WorkspaceFolder,
  ) => Promise<boolean>;
  readonly build: (
    request: BuildRequest,
    folder: WorkspaceFolder,
    options: { readonly local: boolean },
  ) => Promise<unknown>;
  readonly editBuild: (context: RemedyContext, part: 'source' | 'platforms' | 'image' | 'output') => Promise<unknown>;
  /** Restores the previous digest of a tag, after a question. */
  readonly restoreTag: (tag: string, digest: string) => Promise<unknown>;
  readonly showLog: () => void;
}

/** The actions of buttons: one case per remedy. */
export function createRemedies({
  createBuilder,
  setUpBuilder,
  installEmulators,
  build,
  editBuild,
  restoreTag,
  showLog,
}: RemedyDeps): ApplyRemedy {
  return async (remedy, context) => {
    const { request, folder, local = false } = context;
    switch (remedy.id) {
      case 'createBuilder': {
        const builder = await createBuilder(folder);
        if (builder !== undefined) {
          await build({ ...request, builder }, folder, { local });
        }
        return;
      }
      case 'setUpBuilder': {
        const builder = await setUpBuilder(remedy);
        if (builder !== undefined) {
          await build({ ...request, builder }, folder, { local });
        }
        return;
      }
      case 'installEmulators':
        if (await installEmulators(request.builder, remedy.platform, folder)) {
          await build(request, folder, { local });
        }
        return;
      case 'runInTerminal': {
        const terminal = window.createTerminal({ name: l10n.t('Multi-Arch'), cwd: folder.uri });
        terminal.show();
        // typed but not run: the user reads it and presses Enter
        terminal.sendText(commandLine(remedy.command), false);
        return;
      }
      case 'openLink':
        await env.openExternal(Uri.parse(remedy.url));
        return;
      case 'openFile': {
        const at = new Position((remedy.line ?? 1) - 1, 0);
        await window.showTextDocument(Uri.file(path.resolve(folder.uri.fsPath, remedy.file)), {
          selection: new Range(at, at),
        });
        return;
      }
      case 'editBuild':
        await editBuild(context, remedy.part);
        return;
      case 'restoreTags':
        for (const { tag, digest } of remedy.tags) {
          await restoreTag(tag, digest);
        }
        return;
      case 'buildAgain':
        await build(request, folder, { local });
        return;
      case 'showLog':
        showLog();
    }
  };
}

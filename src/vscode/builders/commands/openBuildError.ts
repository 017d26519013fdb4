import path from 'node:path';
import { Position, Range, Uri, window, workspace } from 'vscode';
import type { BuildRecordDetails } from '../../../domain/builder/buildRecord.ts';
import type { BuildHistory } from '../../../services/builders/history.ts';
import { historyTexts } from '../texts/history.ts';
import { recordName } from '../view/items/recordItem.ts';
import type { BuilderCommand } from './deps.ts';
import { showBuildLog, type OpenBuildLogDeps } from './openBuildLog.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

export interface OpenBuildErrorDeps extends OpenBuildLogDeps {
  readonly history: Pick<BuildHistory, 'details' | 'log'>;
}

/**
 * `Open Build Error`: opens the line of the Dockerfile that failed, if that file is in the workspace. Asks before it opens a file elsewhere
 * on this machine. Otherwise opens the log at the error.
 */
export function openBuildError(deps: OpenBuildErrorDeps): BuilderCommand {
  return async (element) => {
    if (element?.kind !== 'record') {
      return;
    }
    const { builder, record } = element;
    const details = await withProgress(historyTexts.readingError(recordName(record)), (signal) =>
      deps.history.details(builder.name, record.ref, signal),
    );
    if (!details) {
      return;
    }
    const line = details.error?.line;
    const file = line === undefined ? undefined : await dockerfileOf(details);
    const wanted = file && !workspace.getWorkspaceFolder(file) ? await whichOf(file) : file ? 'file' : 'log';
    if (file && line !== undefined && wanted === 'file') {
      const at = new Position(line - 1, 0);
      await window.showTextDocument(file, { selection: new Range(at, at) });
    } else if (wanted === 'log') {
      await showBuildLog(deps, element, lastError);
    }
  };
}

/** The Dockerfile, if buildx knows its path and it still exists. */
async function dockerfileOf({ context, dockerfile }: BuildRecordDetails): Promise<Uri | undefined> {
  const name = dockerfile ?? 'Dockerfile';
  const file = context !== undefined && path.isAbsolute(context) ? path.resolve(context, name) : name;
  // a network path, which a record can contain, is not even looked up
  if (!path.isAbsolute(file) || /^[\\/]{2}/.test(file)) {
    return undefined;
  }
  const uri = Uri.file(file);
  return Promise.resolve(workspace.fs.stat(uri)).then(
    () => uri,
    () => undefined,
  );
}

/** Asks what to open instead of the file outside the workspace. */
async function whichOf({ fsPath }: Uri): Promise<'file' | 'log' | undefined> {
  const [file, log] = [historyTexts.openFile(), historyTexts.openLog()];
  const chosen = await showInformation(historyTexts.outside(fsPath), file, log);
  return chosen === file ? 'file' : chosen === log ? 'log' : undefined;
}

function lastError(lines: readonly string[]): number {
  return Math.max(
    0,
    lines.findLastIndex((line) => /^(?:#\d{1,6} )?ERROR: /.test(line)),
  );
}

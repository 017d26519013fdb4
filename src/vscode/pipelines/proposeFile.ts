import { FileType, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { showInformation, showWarning } from '../shared/dialogs/messages.ts';
import type { ReadOnlyDocuments } from '../shared/dialogs/readOnlyDocuments.ts';
import type { AskInDiff } from '../shared/dialogs/diffQuestions.ts';
import { pipelineTexts } from './texts.ts';

/** The text of a file of a folder, with unsaved changes; undefined if there is none. */
export async function textOf(folder: Uri, path: string): Promise<string | undefined> {
  const file = Uri.joinPath(folder, path);
  try {
    const { type } = await workspace.fs.stat(file);
    return (type & FileType.File) === 0 ? undefined : (await workspace.openTextDocument(file)).getText();
  } catch {
    return undefined;
  }
}

/** Shows the new text of a file of a folder, and resolves to whether it is now the text of the file. */
export type ProposeFile = (folder: Uri, path: string, text: string) => Promise<boolean>;

/**
 * Compares the new text of a file with the current one in a diff editor, and writes it only if the user accepts. The question stays open
 * while the user reads.
 */
export function createProposeFile(documents: Pick<ReadOnlyDocuments, 'compare'>, askInDiff: AskInDiff): ProposeFile {
  return async (folder, path, text) => {
    const file = Uri.joinPath(folder, path);
    // outside of the workspace, the whole path says where it is
    const shown = workspace.getWorkspaceFolder(file) ? path : file.fsPath;
    const former = await textOf(folder, path);
    if (former === text) {
      await window.showTextDocument(file);
      await showInformation(pipelineTexts.upToDate(shown));
      return true;
    }
    const isNew = former === undefined;
    await documents.compare(isNew ? '' : file, path, text, pipelineTexts.proposal(shown));
    const isAccepted = await askInDiff({
      title: pipelineTexts.proposal(shown),
      message: isNew ? pipelineTexts.createQuestion(shown) : pipelineTexts.updateQuestion(shown),
    });
    if (!isAccepted) {
      return false;
    }
    if ((await textOf(folder, path)) !== former) {
      await showWarning(pipelineTexts.changedSince(shown));
      return false;
    }
    const edit = new WorkspaceEdit();
    if (isNew) {
      edit.createFile(file, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(text) });
    } else {
      const document = await workspace.openTextDocument(file);
      edit.replace(file, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
    }
    if (!(await workspace.applyEdit(edit))) {
      await showWarning(pipelineTexts.notWritten(shown));
      return false;
    }
    const document = await workspace.openTextDocument(file);
    await document.save();
    await window.showTextDocument(document);
    return true;
  };
}

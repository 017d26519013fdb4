import { Range, window, workspace, WorkspaceEdit, type Uri } from 'vscode';
import { mentionsOf, pinnedText } from '../../../domain/sources/manifests/pinText.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import { showInformation, showStatus, showWarning } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

/**
 * Adds the digest to every reference to an image in the workspace's Dockerfiles, Compose files and manifests, as one undoable change.
 *
 * @param id the full reference with its tag
 */
export async function pinInFiles(id: string, digest: string, sources: WorkspaceSources): Promise<void> {
  const edit = new WorkspaceEdit();
  const changed: Uri[] = [];
  let places = 0;
  let firstPlace: Range | undefined;
  for (const file of await sources.findNaming(id)) {
    const document = await workspace.openTextDocument(file);
    const mentions = mentionsOf(document.getText(), id).filter(
      (mention) => pinnedText(mention, digest) !== mention.text,
    );
    for (const mention of mentions) {
      const [start, end] = [mention.offset, mention.offset + mention.text.length];
      const range = new Range(document.positionAt(start), document.positionAt(end));
      edit.replace(file, range, pinnedText(mention, digest));
      firstPlace ??= range;
    }
    places += mentions.length;
    if (mentions.length > 0) {
      changed.push(file);
    }
  }
  const [first, ...more] = changed;
  if (first === undefined) {
    void showInformation(l10n.t('No file in this workspace references {0} without this digest.', id));
    return;
  }
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) {
    void showWarning(l10n.t('The files that reference {0} could not be changed.', id));
    return;
  }
  await window.showTextDocument(first, { preview: true, ...(firstPlace && { selection: firstPlace }) });
  const files = [first, ...more].map((file) => workspace.asRelativePath(file)).join(', ');
  const message =
    places === 1
      ? l10n.t('Pinned {0} in {1}.', id, files)
      : l10n.t('Pinned {0} in {1} places: {2}.', id, places, files);
  showStatus(message, 8000);
}

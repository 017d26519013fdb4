import { Range, Uri, window, workspace } from 'vscode';
import { safeText } from '../../../domain/safeText.ts';
import { mentionsOf, taggedId } from '../../../domain/sources/manifests/pinText.ts';
import { mapping } from '../../../domain/untrusted/values.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { showPick } from '../../shared/picks/picks.ts';
import { imageActionTexts } from '../texts/actions.ts';

/** Opens the file of the workspace that names an image, at that place. Asks which one if there are several. @param id the full reference */
export async function openNaming(id: string, sources: Pick<WorkspaceSources, 'findNaming'>): Promise<void> {
  const tag = taggedId(id) ?? id;
  const found = await sources.findNaming(tag);
  const [only, ...more] = found;
  const file = more.length === 0 ? only : await oneOf(id, found);
  if (file) {
    await openAt(file, tag);
  } else if (only === undefined) {
    void showInformation(imageActionTexts.noFile(id));
  }
}

/** Opens the file of a workload's row, at the image if it has the whole name. Resolves to false for another row, and without a known file. */
export async function openUse(element: unknown): Promise<boolean> {
  const { kind, id, fate } = mapping(element);
  const { image, file } = mapping(mapping(fate).use);
  if (kind !== 'use' || typeof id !== 'string' || typeof image !== 'string' || typeof file !== 'string') {
    return false;
  }
  await openAt(Uri.file(file), taggedId(image) ?? id);
  return true;
}

async function oneOf(id: string, files: readonly Uri[]): Promise<Uri | undefined> {
  const rows = files.map((file) => ({ label: safeText(workspace.asRelativePath(file)), icon: 'file', file }));
  return (await showPick(rows, { placeHolder: imageActionTexts.whichFile(id) }))?.file;
}

async function openAt(file: Uri, tag: string): Promise<void> {
  const document = await workspace.openTextDocument(file);
  const [mention] = mentionsOf(document.getText(), tag);
  const [start, end] = mention ? [mention.offset, mention.offset + mention.text.length] : [0, 0];
  await window.showTextDocument(file, {
    preview: true,
    selection: new Range(document.positionAt(start), document.positionAt(end)),
  });
}

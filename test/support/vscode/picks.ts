import { QuickPick, rowText, nameOf, type PickItem } from './quickPick.ts';
import { answer, fault, see } from './session.ts';
import { Uri } from './uri.ts';
import { QuickPickItemKind } from './values.ts';

interface PickOptions {
  readonly title?: string;
  readonly placeHolder?: string;
  readonly canPickMany?: boolean;
}

/** A pick whose rows do not change. */
async function showQuickPick(
  items: readonly PickItem[],
  { title, placeHolder, canPickMany = false }: PickOptions = {},
): Promise<PickItem | readonly PickItem[] | undefined> {
  const words = [title, placeHolder].filter((text) => text !== undefined).join(' — ');
  see(`pick: ${words}`);
  for (const item of items) {
    see(rowText(item, { many: canPickMany, ticked: item.picked === true }));
  }
  const rowOf = (name: string) => {
    const found = items.find((item) => item.kind !== QuickPickItemKind.Separator && nameOf(item) === name);
    if (!found) {
      throw fault(`no row ${name} in: ${words}`);
    }
    return found;
  };
  await Promise.resolve();
  if (canPickMany) {
    const does = answer(words, 'tick', 'enter', 'leave');
    see(does.act === 'leave' ? '> Escape' : `> ${does.act === 'tick' ? does.rows.join(', ') : 'Enter'}`);
    return does.act === 'leave'
      ? undefined
      : does.act === 'tick'
        ? does.rows.map(rowOf)
        : items.filter((item) => item.picked === true);
  }
  const does = answer(words, 'choose', 'leave');
  see(does.act === 'leave' ? '> Escape' : `> ${does.row}`);
  return does.act === 'leave' ? undefined : rowOf(does.row);
}

interface OpenOptions {
  readonly title?: string;
  readonly openLabel?: string;
  readonly defaultUri?: Uri;
}

/** VS Code's dialog for a file or folder. */
async function showOpenDialog({ title, defaultUri, openLabel }: OpenOptions = {}) {
  const words = [title, openLabel, defaultUri && `from ${defaultUri.fsPath}`];
  see(`dialog: ${words.filter((text) => text !== undefined).join(' — ')}`);
  await Promise.resolve();
  const does = answer('the dialog for files', 'file', 'leave');
  see(does.act === 'leave' ? '> Escape' : `> ${does.path}`);
  return does.act === 'leave' ? undefined : [Uri.file(does.path)];
}

export const picks = {
  showQuickPick,
  showOpenDialog,
  createQuickPick: () => new QuickPick(),
};

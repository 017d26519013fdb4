import {
  QuickPickItemKind,
  ThemeIcon,
  window,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  type QuickPickOptions,
} from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noIcons, type IconText } from '../text/icons.ts';

/** A row of a pick as data; creators of rows add their value. */
export interface PickRow {
  readonly label: SafeText;
  readonly description?: SafeText | undefined;
  readonly detail?: SafeText | undefined;
  /** Name of a codicon, shown before the label. */
  readonly icon?: string | undefined;
  readonly picked?: boolean;
  /** A heading over the rows that follow. */
  readonly heading?: boolean;
}

interface PickOptions extends Pick<QuickPickOptions, 'matchOnDescription' | 'matchOnDetail'> {
  readonly title?: SafeText;
  readonly placeHolder: SafeText;
}

/** Lets the user select one row; resolves to undefined if canceled. */
export async function showPick<R extends PickRow>(rows: readonly R[], options: PickOptions): Promise<R | undefined> {
  return (await window.showQuickPick(rows.map(itemOf), options))?.row;
}

/** Lets the user select any number of rows; resolves to undefined if canceled. */
export async function showPicks<R extends PickRow>(
  rows: readonly R[],
  options: PickOptions,
): Promise<readonly R[] | undefined> {
  // this often follows a wait: a terminal that ends or a notification that closes must not hide it
  const ticked = await window.showQuickPick(rows.map(itemOf), { ...options, canPickMany: true, ignoreFocusOut: true });
  return ticked?.map(({ row }) => row);
}

/** A row in VS Code's form. */
export interface PickItem<R> {
  readonly row: R;
  readonly label: IconText;
  readonly kind?: QuickPickItemKind;
  readonly description?: IconText;
  readonly detail?: IconText;
  readonly iconPath?: ThemeIcon;
  readonly picked?: boolean;
  readonly alwaysShow?: boolean;
  readonly buttons?: readonly (QuickInputButton & { readonly tooltip: SafeText })[];
}

/** A pick that stays open while its rows change. */
export type LivePick<R> = Omit<QuickPick<QuickPickItem & PickItem<R>>, 'title' | 'placeholder' | 'items'> & {
  title: SafeText | undefined;
  placeholder: SafeText | undefined;
  items: readonly PickItem<R>[];
};

export function createPick<R>(): LivePick<R> {
  return window.createQuickPick<QuickPickItem & PickItem<R>>() as unknown as LivePick<R>;
}

/** Its texts without icons, except its own beside the label. */
export function itemOf<R extends PickRow>(row: R): PickItem<R> {
  const { label, description, detail, icon, picked, heading } = row;
  return {
    row,
    label: noIcons(label),
    ...(description !== undefined && { description: noIcons(description) }),
    ...(detail !== undefined && { detail: noIcons(detail) }),
    ...(icon !== undefined && { iconPath: new ThemeIcon(icon) }),
    ...(picked !== undefined && { picked }),
    ...(heading === true && { kind: QuickPickItemKind.Separator }),
  };
}

import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { cleanLine } from '../../../domain/terminalText/clean.ts';
import { plain } from '../../plain.ts';
import type { Item } from './items/item.ts';

/** What VS Code shows for a row. Nothing in it is run or becomes an icon, whatever a name from outside contains. */
export function treeItem(item: Item): TreeItem {
  const made = new TreeItem(shown(item.label), collapsibleState[item.children ?? 'none']);
  const tooltip = item.tooltip && markdown(item.tooltip);
  Object.assign(made, {
    ...(item.id !== undefined && { id: item.id }),
    ...(item.description !== undefined && { description: shown(item.description) }),
    ...(item.icon !== undefined && { iconPath: new ThemeIcon(item.icon, colorOf(item)) }),
    ...(tooltip && { tooltip }),
    ...(item.contextValue !== undefined && { contextValue: item.contextValue }),
    ...(item.spoken !== undefined && { accessibilityInformation: { label: cleanLine(item.spoken) } }),
  });
  return made;
}

const collapsibleState = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

function colorOf({ color }: Item): ThemeColor | undefined {
  return color === undefined ? undefined : new ThemeColor(color);
}

function shown(text: string): string {
  return plain(cleanLine(text, undefined, 500));
}

/** Plain lines as Markdown, the first one as the title. */
export function markdown([title = '', ...rest]: readonly string[]): MarkdownString {
  return new MarkdownString([`**${escaped(title)}**`, ...rest.map(escaped)].join('\n\n'));
}

/** Text that Markdown shows as it is. `appendText` would make every blank one that no line can end at. */
export function escaped(text: string): string {
  const lines = text.split(/\r?\n/).map((line) =>
    cleanLine(line)
      .trim()
      .replace(/[!-/:-@[-`{-~]/g, '\\$&'),
  );
  return lines.filter((line) => line !== '').join('\\\n');
}

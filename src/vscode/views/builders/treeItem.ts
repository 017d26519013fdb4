import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { cleanLine } from '../../../domain/terminalText/clean.ts';
import { plain } from '../../plain.ts';
import type { Item } from './item.ts';

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
    ...(item.spoken !== undefined && { accessibilityInformation: { label: item.spoken } }),
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
export function markdown(lines: readonly string[]): MarkdownString {
  const [title, ...rest] = lines.map((line) => line.split(/\r?\n/).map((part) => cleanLine(part)));
  const made = new MarkdownString()
    .appendMarkdown('**')
    .appendText(title?.join(' ') ?? '')
    .appendMarkdown('**');
  for (const line of rest) {
    made.appendMarkdown('\n\n').appendText(line.join('\n'));
  }
  return made;
}

import {
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type TreeView,
  type TreeViewOptions,
} from 'vscode';
import { text, type SafeText } from '../../../domain/safeText.ts';
import { noIcons } from '../text/icons.ts';
import { tooltip } from '../text/markdown.ts';
import { spokenList } from '../text/spokenList.ts';

/** A row of a view as data. `treeItem` converts it for VS Code. */
export interface Item {
  /** Stable for the same thing in every answer, so that expansion and selection are kept. VS Code generates one if it is missing. */
  readonly id?: string;
  readonly label: SafeText;
  readonly description?: SafeText | undefined;
  /** Name of a codicon. */
  readonly icon?: string | undefined;
  /** Name of a theme colour for the icon. */
  readonly color?: string | undefined;
  /** Lines of the tooltip; the first one is its title. */
  readonly tooltip?: readonly SafeText[] | undefined;
  /** Words for the `viewItem` conditions of package.json. */
  readonly contextValue?: string | undefined;
  /** Whether it has children, and whether it is initially expanded. */
  readonly children?: 'collapsed' | 'expanded' | undefined;
  /** The text for screen readers, if label and description are not enough: a state that only the icon shows, or what the row is. */
  readonly spoken?: SafeText | undefined;
}

/** A row in VS Code's form, without commands or icons in its texts. */
export function treeItem(item: Item): TreeItem {
  const made = new TreeItem(noIcons(item.label), collapsibleState[item.children ?? 'none']);
  Object.assign(made, {
    ...(item.id !== undefined && { id: item.id }),
    ...(item.description !== undefined && { description: noIcons(item.description) }),
    ...(item.icon !== undefined && { iconPath: new ThemeIcon(item.icon, colorOf(item)) }),
    ...(item.tooltip && { tooltip: tooltip(item.tooltip) }),
    ...(item.contextValue !== undefined && { contextValue: item.contextValue }),
    accessibilityInformation: { label: spokenName(item) },
  });
  return made;
}

/** What a screen reader says of a row. */
export function spokenName({ label, description, spoken }: Item): SafeText {
  return spoken ?? (description === undefined ? label : text`${label}: ${spokenList(description)}`);
}

const collapsibleState = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

function colorOf({ color }: Item): ThemeColor | undefined {
  return color === undefined ? undefined : new ThemeColor(color);
}

/** A view whose own texts are safe. */
export type SafeView<T> = Omit<TreeView<T>, 'title' | 'description' | 'message' | 'badge'> & {
  description: SafeText | undefined;
  /** A number on the icon of the view's container. */
  badge: { readonly value: number; readonly tooltip: SafeText } | undefined;
};

export function createView<T>(id: string, options: TreeViewOptions<T>): SafeView<T> {
  return window.createTreeView(id, options) as unknown as SafeView<T>;
}

import { EventEmitter } from './events.ts';
import { loud } from './loud.ts';
import { fault, onReset } from './session.ts';
import { TreeItemCollapsibleState, type TreeItem } from './values.ts';

interface Provider {
  readonly getChildren: (row?: unknown) => Promise<readonly unknown[] | undefined> | readonly unknown[] | undefined;
  readonly getTreeItem: (row: unknown) => TreeItem | Promise<TreeItem>;
  readonly resolveTreeItem?: (item: TreeItem, row: unknown, token: object) => Promise<TreeItem>;
  readonly onDidChangeTreeData?: (listener: (row: unknown) => void) => unknown;
}

interface Badge {
  readonly value: number;
  readonly tooltip: string;
}

interface View {
  readonly provider: Provider;
  readonly expanded: EventEmitter<{ readonly element: unknown }>;
  readonly collapsed: EventEmitter<{ readonly element: unknown }>;
  readonly ticked: EventEmitter<{ readonly items: readonly (readonly [unknown, number])[] }>;
  readonly seen: EventEmitter<{ readonly visible: boolean }>;
  readonly shown: { visible: boolean; description: string | undefined; badge: Badge | undefined };
}

const views = new Map<string, View>();
onReset(() => {
  views.clear();
});

export function createTreeView(id: string, { treeDataProvider }: { readonly treeDataProvider: Provider }) {
  const shown: View['shown'] = { visible: false, description: undefined, badge: undefined };
  const view: View = {
    provider: treeDataProvider,
    expanded: new EventEmitter(),
    collapsed: new EventEmitter(),
    ticked: new EventEmitter(),
    seen: new EventEmitter(),
    shown,
  };
  views.set(id, view);
  return loud(
    'TreeView',
    Object.assign(shown, {
      onDidExpandElement: view.expanded.event,
      onDidCollapseElement: view.collapsed.event,
      onDidChangeCheckboxState: view.ticked.event,
      onDidChangeVisibility: view.seen.event,
      dispose: () => views.delete(id),
    }),
  );
}

function viewOf(id: string): View {
  const view = views.get(id);
  if (!view) {
    throw fault(`there is no view ${id}`);
  }
  return view;
}

export const provider = (id: string): Provider => viewOf(id).provider;

/** The badge of a view as text: `1: Missing …`. */
export function badge(id: string): string | undefined {
  const { badge: own } = viewOf(id).shown;
  return own && `${own.value}: ${own.tooltip}`;
}

/** Opens or closes a view. */
export function showView(id: string, visible = true): void {
  const { shown, seen } = viewOf(id);
  shown.visible = visible;
  seen.fire({ visible });
}

/** Toggles the check box of a row. */
export async function tickRow(id: string, label: string, state: number): Promise<void> {
  viewOf(id).ticked.fire({ items: [[await rowCalled(id, label), state]] });
}

/** The rows of a view as text, one line each: `- label [description] (icon)`, with the children of expanded rows. */
export async function tree(id: string, unfold: (label: string) => boolean = () => true): Promise<string> {
  const { provider: rows, shown } = viewOf(id);
  const lines = shown.description === undefined ? [] : [`(${shown.description})`];
  const walk = async (above: unknown, indent: string): Promise<void> => {
    for (const row of (await rows.getChildren(above)) ?? []) {
      const item = await rows.getTreeItem(row);
      lines.push(`${indent}- ${itemText(item)}`);
      if (item.collapsibleState !== TreeItemCollapsibleState.None && unfold(item.label)) {
        await walk(row, `${indent}  `);
      }
    }
  };
  await walk(undefined, '');
  return lines.join('\n');
}

function itemText({ label, description, iconPath, checkboxState }: TreeItem): string {
  const box = typeof checkboxState === 'object' ? checkboxState.state : checkboxState;
  return [
    box === undefined ? '' : box === 1 ? '[x]' : '[ ]',
    label,
    description === undefined ? '' : `[${description}]`,
    iconPath ? `(${iconPath.id})` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** VS Code's identity of a row, which is the argument of its menu commands. */
export async function rowCalled(id: string, label: string): Promise<unknown> {
  const { provider: rows } = viewOf(id);
  const find = async (above: unknown): Promise<unknown> => {
    for (const row of (await rows.getChildren(above)) ?? []) {
      const item = await rows.getTreeItem(row);
      if (item.label === label) {
        return row;
      }
      const below = item.collapsibleState === TreeItemCollapsibleState.None ? undefined : await find(row);
      if (below !== undefined) {
        return below;
      }
    }
    return undefined;
  };
  const found = await find(undefined);
  if (found === undefined) {
    throw fault(`no row ${label} in ${id}`);
  }
  return found;
}

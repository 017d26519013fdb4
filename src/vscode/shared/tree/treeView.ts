import { createHash } from 'node:crypto';
import { EventEmitter, type TreeItem, type TreeViewOptions } from 'vscode';
import { disposeAll } from '../disposeAll.ts';
import { safeError } from '../text/links.ts';
import { createView, type SafeView } from './item.ts';
import type { Row } from './row.ts';
import { createRows, type RowSource, type Rows } from './rows.ts';

export interface ViewSource<E> extends RowSource<E> {
  readonly treeItem: (element: E) => TreeItem;
  /** What takes a while to find out, once a row is pointed at. */
  readonly resolve?: (item: TreeItem, element: E, signal: AbortSignal) => Promise<void>;
}

/** A tree view whose rows stay pressable while others change; see `createRows`. */
export interface LiveView<E> {
  readonly view: SafeView<Row<E>>;
  readonly update: Rows<E>['update'];
  /** Draws these rows as they were told: a box that a click ticked in vain is set back. */
  readonly redraw: (rows: readonly Row<E>[]) => void;
  readonly dispose: () => void;
}

export function createLiveView<E>(
  id: string,
  source: ViewSource<E>,
  options: Omit<TreeViewOptions<Row<E>>, 'treeDataProvider'> = {},
): LiveView<E> {
  const changed = new EventEmitter<Row<E> | undefined>();
  const rows = createRows(source, (row) => {
    changed.fire(row);
  });
  const { resolve } = source;
  const view = createView<Row<E>>(id, {
    showCollapseAll: true,
    ...options,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) =>
        rows.children(row).catch((error: unknown) => {
          throw safeError(error);
        }),
      getTreeItem: (row) => identified(source.treeItem(row.element), row.key),
      ...(resolve && {
        async resolveTreeItem(item, { element }, token) {
          const abort = new AbortController();
          const listener = token.onCancellationRequested(() => {
            abort.abort();
          });
          try {
            await resolve(item, element, abort.signal);
            return item;
          } catch (error) {
            throw safeError(error);
          } finally {
            listener.dispose();
          }
        },
      }),
    },
  });
  const listeners = [
    view.onDidExpandElement(({ element }) => {
      rows.folded(element, false);
    }),
    view.onDidCollapseElement(({ element }) => {
      rows.folded(element, true);
    }),
  ];
  return {
    view,
    update: rows.update,
    redraw: (several) => {
      for (const row of several) {
        changed.fire(row);
      }
    },
    dispose: () => {
      disposeAll([view, changed, ...listeners]);
    },
  };
}

/**
 * The item under an id that no other row below the same one has, however often a thing was told. VS Code refuses the others, in an error
 * that has the id in it and becomes a notification, so nothing of what a builder or a registry says is in the id.
 */
function identified(item: TreeItem, key: string): TreeItem {
  if (item.id !== undefined) {
    item.id = createHash('sha256').update(key).digest('hex');
  }
  return item;
}

import { createHash } from 'node:crypto';
import { EventEmitter, type TreeItem, type TreeViewOptions } from 'vscode';
import { disposeAll } from '../disposeAll.ts';
import { safeError } from '../text/links.ts';
import { createView, type Item, type SafeView } from './item.ts';
import type { Row } from './row.ts';
import { createRows, type RowSource, type Rows } from './rows.ts';

export interface ViewSource<E, I extends Item = Item> extends RowSource<E, I> {
  readonly treeItem: (item: I) => TreeItem;
  /** Slow information, loaded on hover. */
  readonly resolve?: (item: TreeItem, element: E, signal: AbortSignal) => Promise<void>;
}

/** A tree view whose rows stay usable while others change; see `createRows`. */
export interface LiveView<E> {
  readonly view: SafeView<Row<E>>;
  readonly update: Rows<E, Item>['update'];
  /** Redraws these rows unchanged: resets a check box whose click had no effect. */
  readonly redraw: (rows: readonly Row<E>[]) => void;
  readonly dispose: () => void;
}

export function createLiveView<E, I extends Item = Item>(
  id: string,
  source: ViewSource<E, I>,
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
      getTreeItem: (row) => identified(source.treeItem(rows.item(row)), row.key),
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
 * A unique id for an item among its siblings, even if a thing is listed twice. VS Code rejects duplicate ids with a notification that
 * contains the id, so the id contains nothing from a builder or registry.
 */
function identified(item: TreeItem, key: string): TreeItem {
  if (item.id !== undefined) {
    item.id = createHash('sha256').update(key).digest('hex');
  }
  return item;
}

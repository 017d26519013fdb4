import assert from 'node:assert/strict';
import { TreeItem, type TreeDataProvider } from 'vscode';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { treeItem } from '../../../../../src/vscode/shared/tree/item.ts';
import type { Row } from '../../../../../src/vscode/shared/tree/row.ts';
import { createLiveView, type ViewSource } from '../../../../../src/vscode/shared/tree/treeView.ts';
import { provider } from '../../../../support/vscode/trees.ts';

interface Thing {
  readonly id: string;
}

const hostile = '[here](command:workbench.action.closeWindow)';

function viewOf(children: ViewSource<Thing>['children'], resolve?: ViewSource<Thing>['resolve']) {
  const item = ({ id }: Thing) => ({ id, label: safeText(id) });
  createLiveView<Thing>('view', {
    children,
    item,
    treeItem,
    ...(resolve && { resolve }),
  });
  return provider('view') as unknown as Required<TreeDataProvider<Row<Thing>>>;
}

/** VS Code shows the message of a view's rejection in a notification, and renders its links. */
const isSafe = ({ message }: Error) => {
  assert.ok(!message.includes(']('), message);
  return true;
};

describe('a view', () => {
  it('attack: a builder tells a build twice, and VS Code shows the reference in an error with a link that runs a command', async () => {
    const view = viewOf(() => [{ id: hostile }, { id: hostile }, { id: 'other' }]);
    const rows = (await view.getChildren()) ?? [];
    const ids = rows.map((row) => (view.getTreeItem(row) as TreeItem).id);
    assert.equal(new Set(ids).size, 3, 'VS Code refuses a second one');
    assert.ok(
      ids.every((id) => id !== undefined && /^[0-9a-f]+$/.test(id)),
      ids.join(),
    );
  });

  it('attack: what a view rejects with has a link that runs a command', async () => {
    const view = viewOf(
      (thing) => (thing ? Promise.reject(new Error(hostile)) : [{ id: 'one' }]),
      () => Promise.reject(new Error(hostile)),
    );
    const [row] = (await view.getChildren()) ?? [];
    assert.ok(row);
    await assert.rejects(Promise.resolve(view.getChildren(row)), isSafe);
    const never = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
    await assert.rejects(Promise.resolve(view.resolveTreeItem(new TreeItem(''), row, never)), isSafe);
  });
});

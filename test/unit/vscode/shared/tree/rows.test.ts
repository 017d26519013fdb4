import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { Row } from '../../../../../src/vscode/shared/tree/row.ts';
import { createRows } from '../../../../../src/vscode/shared/tree/rows.ts';

interface Thing {
  readonly id?: string;
  readonly label: string;
  readonly below?: readonly Thing[] | (() => Promise<readonly Thing[]>);
}

/** Rows of things, and which of them were redrawn. */
function rowsOf(first: readonly Thing[]) {
  let things = first;
  const drawn: string[] = [];
  const asked: string[] = [];
  const rows = createRows<Thing, Pick<Thing, 'id' | 'label'>>(
    {
      children: (element) => {
        asked.push(element?.label ?? 'root');
        const below = element ? (element.below ?? []) : things;
        return typeof below === 'function' ? below() : below;
      },
      item: ({ id, label }) => ({ label, ...(id !== undefined && { id }) }),
    },
    (row) => drawn.push(row ? row.key : 'everything'),
  );
  return {
    rows,
    drawn,
    asked,
    become: async (now: readonly Thing[], key?: string) => {
      things = now;
      rows.update(key);
      await turn();
    },
  };
}

const first = (all: readonly Row<Thing>[]): Row<Thing> => {
  const [row] = all;
  assert.ok(row);
  return row;
};

describe('rows of a tree view', () => {
  it('attack: a row is pressed while others change', async () => {
    const { rows, drawn, become } = rowsOf([
      { id: 'a', label: 'one' },
      { id: 'b', label: 'two' },
    ]);
    const [a, b] = await rows.children();
    await become([
      { id: 'a', label: 'one' },
      { id: 'b', label: 'two, and running' },
    ]);
    // VS Code forgets all rows when everything is refreshed
    assert.deepEqual(drawn, ['b']);
    assert.equal(b?.element.label, 'two, and running', 'the row that VS Code has means what is there now');
    assert.deepEqual(await rows.children(), [a, b], 'and stays the same row');
  });

  it('are not drawn when nothing changed', async () => {
    const { rows, drawn, become } = rowsOf([{ id: 'a', label: 'one', below: [{ label: 'part' }] }]);
    await rows.children(first(await rows.children()));
    await become([{ id: 'a', label: 'one', below: [{ label: 'part' }] }]);
    assert.deepEqual(drawn, []);
  });

  it('are all drawn when one of the first came, went or moved', async () => {
    for (const now of [['a', 'b', 'c'], ['a'], ['b', 'a']]) {
      const { rows, drawn, become } = rowsOf([
        { id: 'a', label: 'a' },
        { id: 'b', label: 'b' },
      ]);
      await rows.children();
      await become(now.map((id) => ({ id, label: id })));
      assert.deepEqual(drawn, ['everything']);
    }
  });

  it('attack: a second refresh makes VS Code forget rows that are already shown, when one is pressed', async () => {
    const { rows, drawn, become } = rowsOf([{ id: 'a', label: 'a' }]);
    await rows.children();
    await become([{ id: 'b', label: 'b' }]);
    await become([
      { id: 'b', label: 'b' },
      { id: 'c', label: 'c' },
    ]);
    assert.deepEqual(drawn, ['everything'], 'VS Code has not requested them yet');
    assert.equal((await rows.children()).length, 2);
    await become([{ id: 'c', label: 'c' }]);
    assert.deepEqual(drawn, ['everything', 'everything']);
  });

  it('attack: so does a refresh of a row below, whose rows VS Code is about to request anyway', async () => {
    const above = (label: string, ...parts: readonly string[]) => ({
      id: 'a',
      label,
      below: parts.map((part) => ({ id: part, label: part })),
    });
    const { rows, drawn, become } = rowsOf([above('one', 'p')]);
    const [a] = await rows.children();
    await rows.children(a);
    await become([above('one', 'p'), { id: 'b', label: 'b' }]);
    await rows.children();
    await become([above('one', 'p', 'q'), { id: 'b', label: 'b' }]);
    assert.deepEqual(drawn, ['everything']);
    assert.equal((await rows.children(a)).length, 2);
    await become([above('two', 'p', 'q', 'r'), { id: 'b', label: 'b' }]);
    await become([above('two', 'p', 'q', 'r', 's'), { id: 'b', label: 'b' }]);
    assert.deepEqual(drawn, ['everything', 'a']);
    await rows.children(a);
    await become([above('two', 'p'), { id: 'b', label: 'b' }]);
    assert.deepEqual(drawn, ['everything', 'a', 'a']);
  });

  it('attack: a row is drawn while the refresh that moves it is pending, and that refresh makes VS Code forget the rows that are pressed', async () => {
    const builders = ['one', 'two'];
    let inUse = 'one';
    const key = (name: string) => (name === inUse ? `${name} in use` : name);
    let draws = 0;
    const rows = createRows<string, { readonly id: string; readonly label: string }>(
      {
        children: () => [...builders].sort((a, b) => Number(b === inUse) - Number(a === inUse)),
        item: (name) => ({ id: key(name), label: key(name) }),
      },
      () => draws++,
    );
    const labels = (all: readonly Row<string>[]) => all.map((row) => rows.item(row).label);
    const before = await rows.children();
    inUse = 'two';
    assert.deepEqual(labels(before), ['one in use', 'two'], 'VS Code draws rows before they are compared');
    rows.update();
    await turn();
    assert.equal(draws, 1);
    assert.deepEqual(labels(before), ['one in use', 'two'], 'and before it requests the new ones');
    assert.deepEqual(labels(await rows.children()), ['two in use', 'one']);
  });

  it('draw the row above when one below came, and one below alone when that one changed', async () => {
    const { rows, drawn, become } = rowsOf([{ id: 'a', label: 'one', below: [{ id: 'p', label: 'part' }] }]);
    await rows.children(first(await rows.children()));
    await become([{ id: 'a', label: 'one', below: [{ id: 'p', label: 'part, done' }] }]);
    await become([{ id: 'a', label: 'one', below: [{ id: 'p', label: 'part, done' }, { label: 'more' }] }]);
    assert.deepEqual(drawn, ['p', 'a']);
  });

  it('do not ask for what is folded', async () => {
    const { rows, drawn, asked, become } = rowsOf([{ id: 'a', label: 'one', below: [{ label: 'part' }] }]);
    const row = first(await rows.children());
    await rows.children(row);
    rows.folded(row, true);
    asked.length = 0;
    await become([{ id: 'a', label: 'one', below: [{ label: 'other' }] }]);
    assert.deepEqual(asked, ['root']);
    assert.deepEqual(drawn, ['a'], 'so VS Code asks when it is unfolded');
    await become([{ id: 'a', label: 'one', below: [{ label: 'third' }] }]);
    assert.deepEqual(drawn, ['a'], 'and needs no second hint');
  });

  it('are compared again when they changed while VS Code waited for them', async () => {
    let answer: (things: readonly Thing[]) => void = () => undefined;
    let times = 0;
    const below = () => {
      times++;
      return times === 1
        ? new Promise<readonly Thing[]>((resolve) => (answer = resolve))
        : Promise.resolve([{ id: 'p', label: 'new' }]);
    };
    const { rows, drawn, become } = rowsOf([{ id: 'a', label: 'one', below }]);
    const row = first(await rows.children());
    const waiting = rows.children(row);
    await become([{ id: 'a', label: 'one', below }]);
    answer([{ id: 'p', label: 'old' }]);
    await waiting;
    await turn();
    assert.deepEqual(drawn, ['p']);
  });

  it('of one key are compared alone', async () => {
    const { rows, drawn, asked, become } = rowsOf([
      { id: 'a', label: 'one' },
      { id: 'b', label: 'two', below: [{ id: 'p', label: 'part' }] },
    ]);
    const [, b] = await rows.children();
    await rows.children(b);
    asked.length = 0;
    await become([], 'b');
    assert.deepEqual([drawn, asked], [[], ['two']]);
  });

  it('that say the same are told apart', async () => {
    const { rows, drawn, become } = rowsOf([{ label: 'same' }, { label: 'same' }]);
    const all = await rows.children();
    assert.equal(new Set(all.map(({ key }) => key)).size, 2);
    await become([{ label: 'same' }, { label: 'same' }]);
    assert.deepEqual(drawn, []);
  });

  it('that could not be compared are left to VS Code, which says why', async () => {
    let fails = false;
    const below = () => (fails ? Promise.reject(new Error('no')) : Promise.resolve([{ label: 'part' }]));
    const { rows, drawn, become } = rowsOf([{ id: 'a', label: 'one', below }]);
    await rows.children(first(await rows.children()));
    fails = true;
    await become([{ id: 'a', label: 'one', below }]);
    await turn();
    assert.deepEqual(drawn, ['a']);
  });
});

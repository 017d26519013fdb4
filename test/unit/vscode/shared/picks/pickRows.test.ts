import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { commands, EventEmitter } from 'vscode';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { PickRows } from '../../../../../src/vscode/shared/picks/pickRows.ts';
import { itemOf, type LivePick, type PickItem, type PickRow } from '../../../../../src/vscode/shared/picks/picks.ts';

/** VS Code's handling of a pick: a press arrives as an index, and is looked up in the items that were set last. */
class FakePick {
  items: readonly PickItem<PickRow>[] = [];
  readonly #selection = new EventEmitter<readonly PickItem<PickRow>[]>();
  readonly onDidChangeSelection = this.#selection.event;

  press(place: number): void {
    const item = this.items[place];
    this.#selection.fire(item ? [item] : []);
  }
}

describe('rows of a pick', () => {
  /** Delivers the drawn rows to the window. */
  let arrive: () => void;
  let answers: (() => void)[];
  let listener: { dispose(): unknown };
  beforeEach(() => {
    answers = [];
    arrive = () => {
      answers.shift()?.();
    };
    listener = commands.registerCommand('setContext', () => new Promise<void>((resolve) => answers.push(resolve)));
  });
  afterEach(() => listener.dispose());

  const items = (...labels: string[]) => labels.map((label) => itemOf({ label: safeText(label) }));

  function opened(...labels: string[]) {
    const pick = new FakePick();
    const rows = new PickRows(pick as unknown as LivePick<PickRow>);
    rows.draw(items(...labels));
    const pressed = (place: number) => {
      pick.press(place);
      const { item, crossed } = rows.pressed();
      return { label: item?.row.label, crossed };
    };
    /** Draws, up to the point where VS Code has sent it. */
    const draw = async (...next: string[]) => {
      rows.draw(items(...next));
      await sent();
    };
    return { rows, pressed, draw };
  }

  // zero timeouts are due after a millisecond
  const sent = async () => {
    const count = answers.length;
    while (answers.length === count) {
      await setImmediate();
    }
  };

  it('are pressed where they are', () => {
    const { pressed } = opened('Build', 'Save');
    assert.deepEqual(pressed(1), { label: 'Save', crossed: false });
  });

  it('attack: a row comes in above another in the moment in which that is pressed', async () => {
    const { pressed, draw } = opened('Build', 'Save');
    await draw('Warning', 'Build', 'Save');
    assert.deepEqual(pressed(1), { label: 'Save', crossed: true }, 'the window still has it there');
    arrive();
    await setImmediate();
    assert.deepEqual(pressed(1), { label: 'Build', crossed: false });
    assert.deepEqual(pressed(2), { label: 'Save', crossed: false });
  });

  it('are pressed where they were in the drawing that has arrived, of several on their way', async () => {
    const { pressed, draw } = opened('a');
    await draw('b', 'a');
    await draw('c', 'b', 'a');
    assert.equal(pressed(0).label, 'a');
    arrive();
    await setImmediate();
    assert.deepEqual(pressed(0), { label: 'b', crossed: true });
    arrive();
    await setImmediate();
    assert.deepEqual(pressed(0), { label: 'c', crossed: false });
  });

  it('are not guessed where fewer are left', async () => {
    const { pressed, draw } = opened('a', 'b', 'c');
    await draw('a');
    assert.deepEqual(pressed(2), { label: undefined, crossed: true });
  });

  it('forget a press once it was asked for', () => {
    const { pressed, rows } = opened('a');
    pressed(0);
    assert.equal(rows.pressed().item, undefined);
  });
});

import { Row } from './row.ts';

/** Where the rows of a tree view come from. */
export interface RowSource<E> {
  /** What is below an element; the first rows for undefined. */
  readonly children: (element: E | undefined) => Promise<readonly E[]> | readonly E[];
  /** What a row says, as plain data. Its `id` tells rows apart; without one it is the label among its siblings. */
  readonly item: (element: E) => { readonly id?: string; readonly label: string };
}

/**
 * The rows of a tree view, as VS Code was last told them, and which of them say something else now.
 *
 * VS Code forgets every row when the whole view is drawn again, and the rows below one when that one is: until it has asked for
 * them again, a press on what is still seen reaches the command without its row (`ExtHostTreeView._addAllToClear` of
 * extHostTreeViews.ts), and what is being asked for is cancelled. So only rows are drawn again that changed, and the whole
 * view only when a first row came, went or moved.
 */
export interface Rows<E> {
  /** What VS Code asks for. */
  readonly children: (row?: Row<E>) => Promise<Row<E>[]>;
  /** Compares what is shown with what it should be, and draws what differs. @param key of one row; else all of them */
  readonly update: (key?: string) => void;
  /** VS Code asks for the rows below a folded row when it is unfolded, and not before. */
  readonly folded: (row: Row<E>, isFolded: boolean) => void;
}

interface Known<E> {
  /** What the row said when it was last shown. */
  readonly shown: string;
  /** The rows below it, once VS Code has asked for them. */
  below: readonly Row<E>[] | undefined;
  isFolded: boolean;
}

/** @param draw tells VS Code to draw this row, or the whole view, again */
export function createRows<E>(source: RowSource<E>, draw: (row: Row<E> | undefined) => void): Rows<E> {
  const root = Symbol('root');
  type Place = Row<E> | typeof root;
  const known = new Map<Place, Known<E>>();
  const comparing = new Map<Place, 'now' | 'again'>();
  /** What VS Code waits for, and whether that changed since it has asked. */
  const asked = new Map<Place, 'same' | 'changed'>();

  const below = (place: Place) => Promise.resolve(source.children(place === root ? undefined : place.element));
  const shown = (element: E) => JSON.stringify(source.item(element));

  function note(place: Place, told: Partial<Known<E>>): void {
    known.set(place, { shown: '', below: undefined, isFolded: false, ...known.get(place), ...told });
  }

  /** The rows for these elements: those that VS Code has already, where it has them. */
  function rowsFor(place: Place, elements: readonly E[]): Row<E>[] {
    const before = new Map((known.get(place)?.below ?? []).map((row) => [row.key, row]));
    const keys = keysOf(place, elements);
    return elements.map((element, at) => {
      const key = keys[at] ?? '';
      const row = before.get(key) ?? new Row(key, element);
      row.element = element;
      return row;
    });
  }

  function keysOf(place: Place, elements: readonly E[]): readonly string[] {
    const above = place === root ? '' : place.key;
    const times = new Map<string, number>();
    return elements.map((element) => {
      const { id, label } = source.item(element);
      const key = id ?? `${above}\n${label}`;
      const count = times.get(key) ?? 0;
      times.set(key, count + 1);
      return count === 0 ? key : `${key}\n${count}`;
    });
  }

  function tell(place: Place, rows: readonly Row<E>[]): void {
    const kept = new Set(rows);
    for (const row of known.get(place)?.below ?? []) {
      if (!kept.has(row)) {
        forget(row);
      }
    }
    note(place, { below: rows });
    for (const row of rows) {
      note(row, { shown: shown(row.element) });
    }
  }

  function forget(row: Row<E>): void {
    for (const each of known.get(row)?.below ?? []) {
      forget(each);
    }
    known.delete(row);
  }

  /** What is being compared is compared once more after that: it may have been read before the change. */
  async function compare(place: Place): Promise<void> {
    if (comparing.has(place)) {
      comparing.set(place, 'again');
      return;
    }
    comparing.set(place, 'now');
    try {
      const elements = await below(place);
      compareWith(place, elements);
    } finally {
      const again = comparing.get(place) === 'again';
      comparing.delete(place);
      if (again) {
        await compare(place);
      }
    }
  }

  function compareWith(place: Place, elements: readonly E[]): void {
    const before = known.get(place)?.below;
    if (before === undefined) {
      return;
    }
    const keys = keysOf(place, elements);
    if (keys.length !== before.length || before.some(({ key }, at) => key !== keys[at])) {
      draw(place === root ? undefined : place);
      return;
    }
    before.forEach((row, at) => {
      row.element = elements[at] ?? row.element;
      compareRow(row);
    });
  }

  function compareRow(row: Row<E>): void {
    const told = known.get(row);
    const now = shown(row.element);
    const isOther = told?.shown !== now;
    const isUnsure = told?.below !== undefined && told.isFolded;
    if (isOther || isUnsure) {
      if (isUnsure) {
        tell(row, []);
      }
      note(row, { shown: now, ...(isUnsure && { below: undefined }) });
      draw(row);
    } else if (told.below !== undefined) {
      start(row);
    }
  }

  /** VS Code asks for what could not be compared when it shows it, and says then why it fails. */
  function start(place: Place): void {
    compare(place).catch(() => {
      draw(place === root ? undefined : place);
    });
  }

  return {
    async children(row) {
      const place = row ?? root;
      asked.set(place, 'same');
      try {
        const elements = await below(place);
        const rows = rowsFor(place, elements);
        tell(place, rows);
        return rows;
      } finally {
        const isOther = asked.get(place) === 'changed';
        asked.delete(place);
        if (isOther) {
          start(place);
        }
      }
    },
    update(key) {
      for (const place of asked.keys()) {
        if (key === undefined || (place !== root && place.key === key)) {
          asked.set(place, 'changed');
        }
      }
      if (key === undefined) {
        start(root);
        return;
      }
      for (const place of [...known.keys()]) {
        if (place !== root && place.key === key) {
          compareRow(place);
        }
      }
    },
    folded(row, isFolded) {
      note(row, { isFolded });
    },
  };
}

import { Row } from './row.ts';

/** The identity of a row: its `id` is unique; without one, it is the label among its siblings. */
interface Named {
  readonly id?: string;
  readonly label: string;
}

/** The source of a tree view's rows. */
export interface RowSource<E, I extends Named> {
  /** The children of an element; the root rows for undefined. */
  readonly children: (element: E | undefined) => Promise<readonly E[]> | readonly E[];
  /** A row as plain data. */
  readonly item: (element: E) => I;
}

/**
 * The rows of a tree view as last reported to VS Code, and which of them have changed.
 * VS Code forgets all rows when the whole view is refreshed, and the children of a row when that row is. Until VS Code has requested them
 * again, a press on a visible row reaches the command without its row (`ExtHostTreeView._addAllToClear` in extHostTreeViews.ts), and
 * pending requests are canceled. So only changed rows are refreshed, and the whole view only if a root row was added, removed or moved.
 */
export interface Rows<E, I> {
  /** The requests of VS Code. */
  readonly children: (row?: Row<E>) => Promise<Row<E>[]>;
  /**
   * The content of a row as of the last comparison. A newer one could belong in another place: VS Code may draw a row while the refresh that
   * moves it is pending, and that refresh then makes it forget the drawn rows when they are pressed.
   */
  readonly item: (row: Row<E>) => I;
  /** Compares the shown rows with the current ones, and refreshes the differences. @param key of one row; otherwise all of them */
  readonly update: (key?: string) => void;
  /** VS Code requests the children of a collapsed row when it is expanded. */
  readonly folded: (row: Row<E>, isFolded: boolean) => void;
}

interface Known<E, I> {
  /** The row as last compared; the root has none. */
  readonly item: I | undefined;
  /** Its children, once VS Code has requested them. */
  below: readonly Row<E>[] | undefined;
  isFolded: boolean;
}

/** @param draw makes VS Code refresh this row, or the whole view */
export function createRows<E, I extends Named>(
  source: RowSource<E, I>,
  draw: (row: Row<E> | undefined) => void,
): Rows<E, I> {
  const root = Symbol('root');
  type Place = Row<E> | typeof root;
  const known = new Map<Place, Known<E, I>>();
  const comparing = new Map<Place, 'now' | 'again'>();
  /** A pending request of VS Code, and whether its answer changed since. */
  const asked = new Map<Place, 'same' | 'changed'>();

  /**
   * Places that VS Code was told to refresh, and has not requested since. They are not refreshed again: VS Code would do so 200 ms after
   * the first refresh (`Event.debounce` in extHostTreeViews.ts), when the new rows are already visible and pressed.
   */
  const expected = new Set<Place>();

  const below = (place: Place) => Promise.resolve(source.children(place === root ? undefined : place.element));

  function note(place: Place, told: Partial<Known<E, I>>): void {
    known.set(place, { item: undefined, below: undefined, isFolded: false, ...known.get(place), ...told });
  }

  /** The rows for these elements: VS Code's existing ones if possible. */
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
      note(row, { item: source.item(row.element) });
    }
  }

  function forget(row: Row<E>): void {
    for (const each of known.get(row)?.below ?? []) {
      forget(each);
    }
    known.delete(row);
    expected.delete(row);
  }

  /** Compares again after a comparison: it may have read the previous state. */
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
    if (before === undefined || expected.has(place)) {
      return;
    }
    const keys = keysOf(place, elements);
    if (keys.length !== before.length || before.some(({ key }, at) => key !== keys[at])) {
      expect(place);
      draw(place === root ? undefined : place);
      return;
    }
    before.forEach((row, at) => {
      row.element = elements[at] ?? row.element;
      compareRow(row);
    });
  }

  /** VS Code requests the rows below, and those below them, as far as they are expanded; the others when they are. */
  function expect(place: Place): void {
    const { below: rows } = known.get(place) ?? {};
    if (rows !== undefined) {
      expected.add(place);
      rows.forEach(expect);
    }
  }

  function compareRow(row: Row<E>): void {
    const told = known.get(row);
    const now = source.item(row.element);
    const isOther = told === undefined || JSON.stringify(told.item) !== JSON.stringify(now);
    const isUnsure = told?.below !== undefined && told.isFolded;
    if (isOther || isUnsure) {
      if (isUnsure) {
        tell(row, []);
      }
      note(row, { item: now, ...(isUnsure && { below: undefined }) });
      expect(row);
      draw(row);
    } else if (told.below !== undefined) {
      start(row);
    }
  }

  /** If the comparison fails, VS Code requests the rows when it shows them, and reports the failure then. */
  function start(place: Place): void {
    compare(place).catch(() => {
      draw(place === root ? undefined : place);
    });
  }

  return {
    async children(row) {
      const place = row ?? root;
      expected.delete(place);
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
    item: (row) => known.get(row)?.item ?? source.item(row.element),
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

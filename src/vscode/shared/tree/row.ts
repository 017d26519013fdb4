/**
 * What VS Code knows a row of a tree view by. It stays the same object for the same key while what it stands for changes, so that
 * a menu that was opened before a change still means this row.
 */
export class Row<E> {
  /** The same for the same thing in every answer. */
  readonly key: string;
  /** What the row stands for now. */
  element: E;

  constructor(key: string, element: E) {
    this.key = key;
    this.element = element;
  }
}

/** What a command was called for: the element of a row, or what else it was called with. */
export function elementOf(argument: unknown): unknown {
  return argument instanceof Row ? argument.element : argument;
}

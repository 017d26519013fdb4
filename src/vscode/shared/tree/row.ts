/**
 * VS Code's identity of a row of a tree view. It is the same object for the same key while its element changes, so that a menu opened
 * before a change still refers to this row.
 */
export class Row<E> {
  /** Stable for the same thing in every answer. */
  readonly key: string;
  /** The current element of the row. */
  element: E;

  constructor(key: string, element: E) {
    this.key = key;
    this.element = element;
  }
}

/** The argument of a command: the element of a row, or anything else. */
export function elementOf(argument: unknown): unknown {
  return argument instanceof Row ? argument.element : argument;
}

import type { Line } from './style.ts';
import { rowsOf } from './width.ts';

/**
 * The redrawn lines at the bottom. The cursor stays on the row below them: when its width changes, a terminal reflows the rows above the
 * cursor but not the cursor's own row, so the width alone determines how many rows to erase.
 */
export class Region {
  #lines: readonly Line[] = [];

  /** The sequence that erases the region and leaves the cursor at its start. */
  erase(columns: number): string {
    const rows = this.#lines.reduce((sum, { plain }) => sum + rowsOf(plain, columns), 0);
    this.#lines = [];
    return rows === 0 ? '' : `\x1b[${rows}A\r\x1b[J`;
  }

  /** The sequence that draws the lines; none of them may be as wide as the terminal. */
  paint(lines: readonly Line[]): string {
    this.#lines = lines;
    return lines.map(({ styled }) => `${styled}\r\n`).join('');
  }

  shows(lines: readonly Line[]): boolean {
    return lines.length === this.#lines.length && lines.every(({ styled }, i) => styled === this.#lines[i]?.styled);
  }
}

import type { Line } from './style.ts';
import { rowsOf } from './width.ts';

/**
 * The lines at the bottom that are drawn again and again. The cursor rests on the row below them: a terminal that changes its
 * width wraps the rows above the cursor anew and leaves the cursor's own row alone, so what there is to erase can be told
 * from the width alone.
 */
export class Region {
  #lines: readonly Line[] = [];

  /** What takes the region away again and leaves the cursor where it began. */
  erase(columns: number): string {
    const rows = this.#lines.reduce((sum, { plain }) => sum + rowsOf(plain, columns), 0);
    this.#lines = [];
    return rows === 0 ? '' : `\x1b[${rows}A\r\x1b[J`;
  }

  /** What draws the lines; none of them may be as wide as the terminal. */
  paint(lines: readonly Line[]): string {
    this.#lines = lines;
    return lines.map(({ styled }) => `${styled}\r\n`).join('');
  }

  shows(lines: readonly Line[]): boolean {
    return lines.length === this.#lines.length && lines.every(({ styled }, i) => styled === this.#lines[i]?.styled);
  }
}

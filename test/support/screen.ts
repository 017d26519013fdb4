import { createRequire } from 'node:module';
import type * as Headless from '@xterm/headless';

// its exports cannot be imported by name from an ES module
const headless = createRequire(import.meta.url)('@xterm/headless') as typeof Headless;

/** A real terminal emulator without a window, the one of VS Code's terminal. */
export class Screen {
  readonly #terminal: Headless.Terminal;

  constructor(columns: number, rows: number) {
    this.#terminal = new headless.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  }

  write(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write(text, resolve);
    });
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Every line including the scrollback; wrapped lines are joined, and empty ones at the end omitted. */
  lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row++) {
      const line = buffer.getLine(row);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped) {
        lines.push(`${lines.pop() ?? ''}${text}`);
      } else {
        lines.push(text);
      }
    }
    while (lines.at(-1) === '') {
      lines.pop();
    }
    return lines;
  }

  /** Every row including the scrollback as displayed: a wrapped line is several; empty ones at the end are omitted. */
  rows(): string[] {
    const buffer = this.#terminal.buffer.active;
    const rows = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
    while (rows.at(-1) === '') {
      rows.pop();
    }
    return rows;
  }

  /** Rows that continue the previous one. */
  wrappedRows(): number {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.isWrapped === true).filter(Boolean)
      .length;
  }

  /** Number of the foreground color at a position of a line that did not wrap; -1: none. */
  colourAt(line: string, text: string): number {
    const buffer = this.#terminal.buffer.active;
    for (let row = 0; row < buffer.length; row++) {
      const each = buffer.getLine(row);
      if (each?.translateToString(true) === line) {
        return each.getCell(line.indexOf(text))?.getFgColor() ?? -1;
      }
    }
    throw new Error(`no such line: ${line}`);
  }
}

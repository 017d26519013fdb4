import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A comparison with what really happened. */
export interface Row {
  readonly cells: readonly string[];
  readonly agrees: boolean;
}

/** Formats rows as a Markdown table whose last column tells whether they agree. */
function formatTable(titles: readonly string[], rows: readonly Row[]): string {
  const lines = [[...titles, ''], ...rows.map(({ cells, agrees }) => [...cells, agrees ? '✔' : '✘'])];
  const clean = lines.map((cells) => cells.map((cell) => cell.replaceAll('|', '¦').replaceAll(/\s+/g, ' ')));
  const widths = titles.map((_, column) => Math.max(...clean.map((cells) => cells[column]?.length ?? 0)));
  const text = clean.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 1)).join(' | ')} |`);
  const rule = `| ${[...widths, 1].map((width) => '-'.repeat(Math.max(3, width))).join(' | ')} |`;
  return [text[0], rule, ...text.slice(1)].join('\n');
}

/** Prints a table and saves it in `out/node`. */
export async function publishTable(name: string, titles: readonly string[], rows: readonly Row[]): Promise<void> {
  const table = formatTable(titles, rows);
  const summary = `${rows.filter(({ agrees }) => agrees).length} of ${rows.length} agree`;
  const folder = path.resolve('out/node');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.md`), `${table}\n\n${summary}\n`);
  process.stderr.write(`\n${name}\n${table}\n${summary}\n\n`);
}

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** Percentage of the lines of each room that its unit tests must cover. */
const usual = 90;

/** Rooms with less: code in separate threads, which tests start as the product does, is not counted. Only ever raise these values. */
const less: Readonly<Record<string, number>> = {
  'src/services/worker': 89,
  'src/tools/worker': 79,
};

interface Lines {
  readonly total: number;
  readonly covered: number;
}

/** The folder of V8's coverage data. */
export const coverageFolder = path.resolve('out/coverage/raw');

/**
 * Computes the coverage of the unit tests for each folder of `src` down to its second level.
 * @returns the rooms with too little; empty if all have enough
 */
export async function lackingRooms(): Promise<string> {
  const reports = path.resolve('out/coverage');
  await promisify(execFile)(process.execPath, [
    'node_modules/c8/bin/c8.js',
    'report',
    ...['--all', '--src', 'src', '--include', 'src/**', '--temp-directory', coverageFolder],
    ...['--reporter', 'json-summary', '--reports-dir', reports],
  ]);
  const summary = JSON.parse(await readFile(path.join(reports, 'coverage-summary.json'), 'utf8')) as Record<
    string,
    { readonly lines: Lines }
  >;
  const rooms = new Map<string, Lines>();
  for (const [file, { lines }] of Object.entries(summary)) {
    if (file !== 'total' && (lines.covered > 0 || (await hasCode(file)))) {
      const room = path.relative('.', file).split(path.sep).slice(0, -1).slice(0, 3).join('/');
      const { total, covered } = rooms.get(room) ?? { total: 0, covered: 0 };
      rooms.set(room, { total: total + lines.total, covered: covered + lines.covered });
    }
  }
  const lacking = [...rooms].flatMap(([room, { total, covered }]) => {
    const [has, needs] = [(100 * covered) / total, less[room] ?? usual];
    return has < needs ? [`${room}: ${has.toFixed(1)} % of its lines, of ${needs} %`] : [];
  });
  return lacking.length === 0 ? '' : `unit tests cover too little of\n${lacking.join('\n')}`;
}

/** Modules with types only are never loaded. */
async function hasCode(file: string): Promise<boolean> {
  const text = stripTypeScriptTypes(await readFile(file, 'utf8')).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  return text.replace(/^\s*(?:import|export)\b[^;]*;/gm, '').trim() !== '';
}

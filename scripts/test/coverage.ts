import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** Percent of the lines of each room that its unit tests run. */
const usual = 90;

/** Rooms with less: what runs in threads of its own, where tests start it as the product does, is not counted. Only ever raise one. */
const less: Readonly<Record<string, number>> = {
  'src/services/worker': 89,
  'src/tools/worker': 79,
};

interface Lines {
  readonly total: number;
  readonly covered: number;
}

/** Where V8 writes down what a run has covered. */
export const coverageFolder = path.resolve('out/coverage/raw');

/**
 * Adds up what the unit tests have covered, for each folder of `src` down to its second level.
 * @returns which rooms have too little; empty where all have enough
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

/** What is nothing but types is never loaded. */
async function hasCode(file: string): Promise<boolean> {
  const text = stripTypeScriptTypes(await readFile(file, 'utf8')).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  return text.replace(/^\s*(?:import|export)\b[^;]*;/gm, '').trim() !== '';
}

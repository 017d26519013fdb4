// npm test [-- suite…]: packages the extension, runs the suites and ends with `N passed, N failed, N skipped`.
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { BedUnavailable } from '../test/bed/engine/unavailable.ts';
import { packageExtension } from '../test/bed/vscode/package.ts';
import { coverageFolder, lackingRooms } from './test/coverage.ts';
import { startBuilds } from './test/earlyBuilds.ts';
import { runInNode } from './test/nodeSuite.ts';
import { watchSuite, type Outcome, type SuiteResult } from './test/suiteResult.ts';
import { printSummary } from './test/summary.ts';
import { runInVsCode } from './test/vscodeSuite.ts';

interface Suite {
  readonly name: string;
  readonly folders: readonly string[];
  readonly run: (events: string, folders: readonly string[]) => Promise<Outcome>;
}

const seconds = 1000;
const minutes = 60 * seconds;
/** For suites without a daemon or window. */
const jobs = Math.min(4, availableParallelism());
const inNode = (timeout: number, limit: number) => (events: string, folders: readonly string[]) =>
  runInNode(folders, events, { timeout, limit });

/** The unit tests, which must also cover most lines of each room. */
async function runUnit(events: string, folders: readonly string[]): Promise<Outcome> {
  await rm(coverageFolder, { recursive: true, force: true });
  const failed = await runInNode(folders, events, {
    timeout: 20 * seconds,
    limit: 8 * minutes,
    coverage: coverageFolder,
    jobs,
  });
  return failed === '' ? lackingRooms() : failed;
}

const suites: readonly Suite[] = [
  { name: 'unit', folders: ['test/unit', 'test/contract'], run: runUnit },
  {
    name: 'endurance',
    folders: ['test/endurance'],
    run: (events, folders) => runInNode(folders, events, { timeout: 60 * seconds, limit: 10 * minutes, jobs }),
  },
  { name: 'engine', folders: ['test/engine'], run: inNode(3 * minutes, 25 * minutes) },
  // the first time on a machine, it may have to wait for the build of the API server
  { name: 'cluster', folders: ['test/cluster'], run: inNode(1 * minutes, 20 * minutes) },
  { name: 'vscode', folders: ['test/vscode'], run: (events) => runInVsCode('newest', events, 5 * minutes) },
  { name: 'vscode-minimum', folders: ['test/vscode'], run: (events) => runInVsCode('minimum', events, 5 * minutes) },
  { name: 'ui', folders: ['test/ui'], run: inNode(3 * minutes, 25 * minutes) },
  // the last one: until then, its programs are built beside the other suites
  { name: 'node', folders: ['test/node'], run: inNode(3 * minutes, 25 * minutes) },
];

function failed(name: string, test: string, error: unknown): SuiteResult {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { name, passed: 0, failures: [{ test, error: text }], skips: [], ms: 0 };
}

async function runSuite({ name, folders, run }: Suite): Promise<SuiteResult | undefined> {
  const used = folders.filter((folder) => globSync(`${folder}/**/*.test.ts`).length > 0);
  if (used.length === 0) {
    console.log(`\n══ ${name}: no tests yet`);
    return undefined;
  }
  console.log(`\n══ ${name}`);
  const events = path.resolve('out/test-events', `${name}.jsonl`);
  await mkdir(path.dirname(events), { recursive: true });
  await rm(events, { force: true });
  await rm(`${events}.reasons`, { force: true });
  const running = run(events, used).catch((error: unknown): Outcome => {
    if (error instanceof BedUnavailable) {
      return error;
    }
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  return watchSuite(name, events, running);
}

// child processes end with this process, which must exit regularly for that
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = suites.filter(({ name }) => asked.length === 0 || asked.includes(name));
startBuilds(chosen.map(({ name }) => name));
const results: SuiteResult[] = [];
try {
  process.env.MULTIARCH_VSIX = await packageExtension();
} catch (error) {
  // suites that need the package fail by themselves; the others are still useful
  results.push(failed('package', 'npm run package', error));
}
for (const suite of chosen) {
  const result = await runSuite(suite);
  if (result) {
    results.push(result);
  }
}
printSummary(results);
process.exit(results.some(({ failures }) => failures.length > 0) ? 1 : 0);

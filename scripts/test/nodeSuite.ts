import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds that mocha may live after its last test: a test left something running. */
const afterwards = 30_000;

/**
 * Runs mocha in a separate Node on the test files of some folders.
 * @param time in milliseconds: the default of a test, and of the whole run
 * @param jobs number of processes that share the files; the tests of a file always run in order
 * @param coverage folder for V8's coverage data
 * @returns errors other than failed tests; empty if there are none
 */
export async function runInNode(
  folders: readonly string[],
  events: string,
  {
    timeout,
    limit,
    coverage,
    jobs = 1,
  }: { readonly timeout: number; readonly limit: number; readonly coverage?: string; readonly jobs?: number },
): Promise<string> {
  const loaders = ['--import', './test/support/hooks.mjs'];
  const options = [
    '--no-config',
    '--forbid-only',
    '--reporter',
    './test/support/eventReporter.ts',
    '--timeout',
    String(timeout),
    ...(jobs > 1 ? ['--parallel', '--jobs', String(jobs)] : []),
  ];
  const files = folders.map((folder) => `${folder}/**/*.test.ts`);
  const child = spawn(process.execPath, [...loaders, 'node_modules/mocha/bin/mocha.js', ...options, ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      MULTIARCH_TEST_EVENTS: events,
      ...(coverage !== undefined && { NODE_V8_COVERAGE: coverage }),
    },
  });
  const last = () => {
    child.kill('SIGKILL');
  };
  process.once('exit', last);
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const started = Date.now();
  let ended: number | undefined;
  let killed: string | undefined;
  const watch = setInterval(() => {
    ended ??= existsSync(events) && readFileSync(events, 'utf8').endsWith('{"type":"end"}\n') ? Date.now() : undefined;
    if (Date.now() - started > limit) {
      killed = `it took longer than ${limit / 60_000} minutes`;
    } else if (ended !== undefined && Date.now() - ended > afterwards) {
      killed = `something that a test started still ran ${afterwards / 1000} s after the last one`;
    }
    if (killed !== undefined) {
      child.kill('SIGKILL');
    }
  }, 1000);
  const [code, signal] = await exit;
  clearInterval(watch);
  process.removeListener('exit', last);
  return killed ?? (code === 0 ? '' : `mocha ended with ${signal ?? String(code)}`);
}

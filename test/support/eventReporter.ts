import { appendFileSync } from 'node:fs';
import { reporters } from 'mocha';
import { skipReason } from './skip.ts';
import type { TestEvent } from './testEvents.ts';

/** A reporter for mocha that writes events to the file named by `MULTIARCH_TEST_EVENTS`; the parent process prints them. */
export default class EventReporter extends reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env.MULTIARCH_TEST_EVENTS;
    if (file === undefined) {
      throw new Error('MULTIARCH_TEST_EVENTS names no file');
    }
    const tell = (event: TestEvent) => {
      appendFileSync(file, `${JSON.stringify(event)}\n`);
    };
    // counted: with several processes, mocha reports suites without their parents
    let depth = 0;
    runner.on('suite', (suite) => {
      if (!suite.root) {
        depth++;
        tell({ type: 'suite', depth, title: suite.title });
      }
    });
    runner.on('suite end', (suite) => {
      if (!suite.root) {
        depth--;
      }
    });
    runner.on('pass', (test) => {
      tell({ type: 'pass', ...place(test), ms: test.duration ?? 0 });
    });
    runner.on('pending', (test) => {
      tell({ type: 'skip', ...place(test), path: test.fullTitle(), reason: skipReason(test) });
    });
    runner.on('fail', (test, error: unknown) => {
      tell({ type: 'fail', ...place(test), path: test.fullTitle(), error: explain(error) });
    });
    runner.on('end', () => {
      tell({ type: 'end' });
    });
  }
}

function place(test: Mocha.Runnable): { depth: number; title: string } {
  return { depth: test.titlePath().length, title: test.title };
}

function explain(error: unknown): string {
  // from another process, it is no longer an `Error`
  if (typeof error !== 'object' || error === null || !('stack' in error)) {
    return String(error);
  }
  const cause = 'cause' in error && error.cause !== undefined ? `\ncaused by ${explain(error.cause)}` : '';
  return `${String(error.stack)}${cause}`;
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { BedUnavailable } from '../bed/engine/unavailable.ts';

/** Why a test, or every test of a suite, was skipped; by its full title. */
interface Reason {
  readonly path: string;
  readonly reason: string;
}

/** Beside the events of the run: the reporter may be in another process than the test. */
function reasonsFile(): string | undefined {
  const events = process.env.MULTIARCH_TEST_EVENTS;
  return events === undefined ? undefined : `${events}.reasons`;
}

/**
 * Skips the test, or from a `before` hook every test of the suite, with a reason in the summary of `npm test`.
 * @param context `this` of the test or the hook
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
  const here = context.test;
  const beforeAll = here?.title.startsWith('"before all" hook') ?? false;
  const skipped = beforeAll ? here?.parent : (context.currentTest ?? here);
  const file = reasonsFile();
  if (skipped && file !== undefined) {
    appendFileSync(file, `${JSON.stringify({ path: skipped.fullTitle(), reason } satisfies Reason)}\n`);
  }
  return context.skip();
}

/** The reason for a test or for its parent suite. */
export function skipReason(test: Mocha.Runnable): string {
  const file = reasonsFile();
  const title = test.fullTitle();
  const lines = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const given = lines
    .map((line) => JSON.parse(line) as Reason)
    .find(({ path }) => title === path || title.startsWith(`${path} `));
  return given?.reason ?? 'no reason given';
}

/** The test bed's part; if this machine cannot provide it, the tests that need it are skipped with the reason. */
export async function bringOrSkip<T>(context: Mocha.Context, bring: () => Promise<T>): Promise<T> {
  try {
    return await bring();
  } catch (error) {
    if (error instanceof BedUnavailable) {
      skipBecause(context, error.message);
    }
    throw error;
  }
}

import { BedUnavailable } from '../../test/bed/engine/unavailable.ts';
import { describeEvent, followEvents } from '../../test/support/testEvents.ts';

/** The result of a suite. */
export interface SuiteResult {
  readonly name: string;
  readonly passed: number;
  readonly failures: readonly { readonly test: string; readonly error: string }[];
  readonly skips: readonly { readonly test: string; readonly reason: string }[];
  readonly ms: number;
}

/** The result of a run besides its tests: an error (empty if there is none), or why this machine cannot run it. */
export type Outcome = string | BedUnavailable;

/**
 * Prints the tests of a run as they end, and counts them. A run that crashes, or succeeds without a test, has failed.
 * @param events the file that the run writes its events to
 */
export async function watchSuite(name: string, events: string, run: Promise<Outcome>): Promise<SuiteResult> {
  const started = Date.now();
  const itself = `the suite ${name} itself`;
  const failures: { test: string; error: string }[] = [];
  const skips: { test: string; reason: string }[] = [];
  let passed = 0;
  let ended = false;
  for await (const event of followEvents(events, run)) {
    const line = describeEvent(event);
    if (line !== undefined) {
      console.log(line);
    }
    if (event.type === 'pass') {
      passed++;
    } else if (event.type === 'fail') {
      failures.push({ test: event.path, error: event.error });
    } else if (event.type === 'skip') {
      skips.push({ test: event.path, reason: event.reason });
    } else if (event.type === 'end') {
      ended = true;
    }
  }
  const outcome = await run;
  if (outcome instanceof BedUnavailable) {
    skips.push({ test: `every test of the suite ${name}`, reason: outcome.message });
  } else if (!ended) {
    failures.push({ test: itself, error: `it ended before its tests did\n${outcome}` });
  } else if (passed + failures.length + skips.length === 0) {
    failures.push({ test: itself, error: 'it ran no test' });
  } else if (failures.length === 0 && outcome !== '') {
    failures.push({ test: itself, error: outcome });
  }
  return { name, passed, failures, skips, ms: Date.now() - started };
}

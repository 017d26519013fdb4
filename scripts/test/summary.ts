import type { SuiteResult } from './suiteResult.ts';

/** Prints the failed and skipped tests with their reasons, a line for each suite, and the total as the last line. */
export function printSummary(results: readonly SuiteResult[]): void {
  const of = (result: SuiteResult) =>
    `${result.passed} passed, ${result.failures.length} failed, ${result.skips.length} skipped`;
  for (const { name, failures } of results) {
    for (const { test, error } of failures) {
      console.log(`\n✘ ${name}: ${test}\n${error.trimEnd().replaceAll(/^/gm, '    ')}`);
    }
  }
  const skips = results.flatMap(({ name, skips }) => skips.map(({ test, reason }) => `- ${name}: ${test}: ${reason}`));
  console.log(skips.length === 0 ? '' : `\nSkipped:\n${skips.join('\n')}\n`);
  for (const result of results) {
    console.log(`${result.name.padEnd(16)} ${of(result)} (${Math.round(result.ms / 1000)} s)`);
  }
  const sum = (count: (result: SuiteResult) => number) => results.reduce((total, result) => total + count(result), 0);
  const [passed, failed, skipped] = [sum((r) => r.passed), sum((r) => r.failures.length), sum((r) => r.skips.length)];
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

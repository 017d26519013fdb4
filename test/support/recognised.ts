import { readFileSync } from 'node:fs';
import type { Diagnosis } from '../../src/domain/diagnosis/diagnosis.ts';
import { diagnose } from '../../src/domain/diagnosis/diagnose.ts';
import { failedRun } from './failedRun.ts';

/** A text that the diagnosis recognizes, and its origin. */
interface Recognised {
  readonly code: string;
  /** Docker's output, or the output of the failed step. */
  readonly text?: string;
  readonly log?: string;
  readonly exitCode?: number;
  readonly platform?: string;
  readonly how?: 'native' | 'emulated' | 'unsupported' | 'unknown';
  readonly warnings?: readonly string[];
  /** Additional conditions. */
  readonly note?: string;
  readonly builder?: string;
  readonly driver?: string;
  /** Repository and file, issue, or how it was produced. */
  readonly origin: string;
}

export function readRecognised(): Recognised[] {
  const file = new URL('../fixtures/diagnosis/recognised.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recognised[];
}

export function diagnoseRecognised(each: Recognised): Diagnosis {
  const {
    text = '',
    log,
    exitCode = 1,
    platform = 'linux/arm64',
    how = 'native',
    warnings = [],
    builder,
    driver,
  } = each;
  const known = { ...(builder !== undefined && { builder }), ...(driver !== undefined && { driver }) };
  if (log === undefined) {
    return diagnose({ text, exitCode, ...known });
  }
  const run = failedRun(
    '/bin/sh -c make',
    `${log}\n`,
    { routes: [{ platform, how }], warnings, platforms: [platform] },
    exitCode,
  );
  const { failedStep } = run;
  return diagnose({ ...run, ...(failedStep && { failedStep: { ...failedStep, platform } }) });
}

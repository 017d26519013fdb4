import type { Clues } from '../clues.ts';
import { crossCompiler } from './crossCompiler.ts';
import { diskFull, stepDiskFull } from './disk.ts';
import { emulatorCrashed, emulatorLimit } from './emulator.ts';
import { foreignProgram } from './foreignProgram.ts';
import { libraryMismatch } from './library.ts';
import { nativeModule } from './nativeModule.ts';
import { crashReason } from './ownFault.ts';
import { mayLackPlatform, packageLacksPlatform } from './packages.ts';
import { illegalInstruction, otherPageSize, processorTooOld } from './processor.ts';
import { firstFinding, type Finding, type Judge, type Rule } from './rule.ts';

/** A failed `RUN`: only its output is examined. */
const whyItFailed: readonly Judge[] = [
  emulatorLimit,
  programFault,
  scriptNotStarted,
  crossCompiler,
  packageLacksPlatform,
  stepDiskFull,
];

export const stepRules: readonly Rule[] = [
  (clues) => {
    if (!clues.process) {
      return undefined;
    }
    const stopped = clues.said.includes('context canceled') && clues.process.exitCode === '137';
    if (stopped) {
      return { code: 'cancelled' };
    }
    return (
      firstFinding(whyItFailed, clues) ?? {
        code: 'stepFailed',
        params: { ...stepParams(clues), ...whatToLookAt(clues), ...absentProgram(clues) },
      }
    );
  },
  diskFull,
];

/** Why a program does not run in a step or a pod. */
export function programFault(clues: Clues): Finding | undefined {
  return firstFinding(programFaults, clues);
}

const programFaults: readonly Judge[] = [
  processorTooOld,
  emulatorCrashed,
  illegalInstruction,
  otherPageSize,
  nativeModule,
  foreignProgram,
  libraryMismatch,
];

function stepParams({ process, platform, evidence }: Clues): Record<string, string> {
  // with one platform, there is nothing to distinguish
  const several = evidence.platforms === undefined || evidence.platforms.length > 1;
  return {
    // docker runs a single-line RUN with this shell
    step: (process?.command ?? '').replace(/^\/bin\/sh -c /, ''),
    ...(process?.exitCode !== undefined && { exitCode: process.exitCode }),
    ...(several && platform !== undefined && { platform }),
  };
}

/** If the facts are not conclusive: what to check. */
function whatToLookAt(clues: Clues): Record<string, string> {
  const reason = crashReason(clues) ?? (mayLackPlatform(clues) ? 'package' : undefined);
  return {
    ...(reason !== undefined && { reason }),
    ...(reason === 'package' && clues.platform !== undefined && { found: clues.platform }),
  };
}

/** runc did not find the program; a shell reports this with exit code 127. */
function absentProgram({ log }: Clues): Record<string, string> {
  const path = /exec: "(?<path>[^"\n]{1,300})": (?:stat |executable file not found)/.exec(log)?.groups?.path;
  return path === undefined ? {} : { path, reason: path === '/bin/sh' ? 'noShell' : 'absent' };
}

/** An existing script that cannot be started: Windows line endings, a missing interpreter, no execute permission. */
function scriptNotStarted({ log, process }: Clues) {
  const interpreter =
    /exec (?<path>\/[^\s:]{1,300}): no such file or directory/.exec(log) ??
    /(?<![^\s:])(?<path>\/[^\s:]{1,300}): (?:\/[^\s:]{1,100}(?:\^M|\r)?: )?bad interpreter/.exec(log) ??
    /env: ['‘]?(?<path>[\w.-]{1,60})(?:\\r|\^M)['’]?: No such file/.exec(log);
  const forbidden =
    /exec: "(?<path>[^"\n]{1,300})": permission denied/.exec(log) ??
    (process?.exitCode === '126' ? /(?<![\w./-])(?<path>\/?[\w./-]{1,300}): Permission denied/.exec(log) : null);
  const absent =
    process?.exitCode === '127'
      ? /(?<![\w./-])(?<path>[\w./-]{1,280}\.(?:sh|bash|py|rb|pl|js)): (?:not found|No such file)/.exec(log)
      : null;
  const path = (interpreter ?? forbidden ?? absent)?.groups?.path;
  return path === undefined
    ? undefined
    : { code: 'scriptNotExecutable' as const, params: { path, reason: forbidden ? 'permission' : 'interpreter' } };
}

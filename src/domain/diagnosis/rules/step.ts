import { routeOf, type Clues } from '../clues.ts';
import { diskFull, stepDiskFull } from './disk.ts';
import { foreignProgram } from './foreignProgram.ts';
import type { Judge, Rule } from './rule.ts';

/** A `RUN` that ended badly: what it wrote is looked at, and nothing else is. */
const whyItFailed: readonly Judge[] = [emulatorCrashed, foreignProgram, scriptNotStarted, stepDiskFull];

export const stepRules: readonly Rule[] = [
  (clues) => {
    if (!clues.process) {
      return undefined;
    }
    const stopped = clues.said.includes('context canceled') && clues.process.exitCode === '137';
    if (stopped) {
      return { code: 'cancelled' };
    }
    for (const judge of whyItFailed) {
      const finding = judge(clues);
      if (finding) {
        return finding;
      }
    }
    return { code: 'stepFailed', params: { ...stepParams(clues), ...absentProgram(clues) } };
  },
  diskFull,
];

function stepParams({ process, platform, evidence }: Clues): Record<string, string> {
  // with one platform there is nothing to tell apart
  const several = evidence.platforms === undefined || evidence.platforms.length > 1;
  return {
    // docker runs a RUN of one line with this shell
    step: (process?.command ?? '').replace(/^\/bin\/sh -c /, ''),
    ...(process?.exitCode !== undefined && { exitCode: process.exitCode }),
    ...(several && platform !== undefined && { platform }),
  };
}

/** runc did not find what it was to start; a shell says so by the exit code 127. */
function absentProgram({ log }: Clues): Record<string, string> {
  const path = /exec: "(?<path>[^"\n]{1,300})": (?:stat |executable file not found)/.exec(log)?.groups?.path;
  return path === undefined ? {} : { path, reason: path === '/bin/sh' ? 'noShell' : 'absent' };
}

/** QEMU's own words (linux-user/signal.c), or a signal in a step that was emulated: 128 + SIGILL, SIGABRT, SIGSEGV. */
function emulatorCrashed(clues: Clues) {
  const crashed = /qemu: uncaught target signal|QEMU internal SIG|qemu-\w{1,20}: [^\n]{0,200}core dumped/.test(
    clues.log,
  );
  const signalled = ['132', '134', '139'].includes(clues.process?.exitCode ?? '');
  return crashed || (signalled && routeOf(clues) === 'emulated')
    ? {
        code: 'emulatorCrashed' as const,
        params: { ...stepParams(clues), ...(clues.platform !== undefined && { platform: clues.platform }) },
      }
    : undefined;
}

/** A script that is there and cannot be started: Windows line ends, no such interpreter, no execute permission. */
function scriptNotStarted({ log, process }: Clues) {
  const interpreter =
    /exec (?<path>\/[^\s:]{1,300}): no such file or directory/.exec(log) ??
    /(?<path>\/[^\s:]{1,300}): (?:\/[^\s:]{1,100}(?:\^M|\r)?: )?bad interpreter/.exec(log) ??
    /env: ['‘]?(?<path>[\w.-]{1,60})(?:\\r|\^M)['’]?: No such file/.exec(log);
  const forbidden =
    /exec: "(?<path>[^"\n]{1,300})": permission denied/.exec(log) ??
    (process?.exitCode === '126' ? /(?<path>\/?[\w./-]{1,300}): Permission denied/.exec(log) : null);
  const absent =
    process?.exitCode === '127'
      ? /(?<path>[\w./-]{1,280}\.(?:sh|bash|py|rb|pl|js)): (?:not found|No such file)/.exec(log)
      : null;
  const path = (interpreter ?? forbidden ?? absent)?.groups?.path;
  return path === undefined
    ? undefined
    : { code: 'scriptNotExecutable' as const, params: { path, reason: forbidden ? 'permission' : 'interpreter' } };
}

import type { Command } from './command.ts';

/** A program failed or could not be started. */
export class CommandError extends Error {
  readonly command: Pick<Command<unknown>, 'file' | 'args'>;
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The system's code if the program could not be started: `ENOENT`, `EACCES` … */
  readonly spawnError: string | undefined;
  readonly timedOut: boolean;

  constructor(
    command: Pick<Command<unknown>, 'file' | 'args'>,
    outcome: {
      exitCode?: number | undefined;
      stdout?: string;
      stderr?: string;
      spawnError?: string | undefined;
      timedOut?: boolean;
    },
  ) {
    const words = [outcome.stderr?.trim(), outcome.spawnError, `exit code ${outcome.exitCode ?? 'unknown'}`];
    super(words.find((word) => word !== undefined && word !== ''));
    this.name = 'CommandError';
    this.command = { file: command.file, args: command.args };
    this.exitCode = outcome.exitCode;
    this.stdout = outcome.stdout ?? '';
    this.stderr = outcome.stderr ?? '';
    this.spawnError = outcome.spawnError;
    this.timedOut = outcome.timedOut ?? false;
  }
}

/** The caller no longer needs the answer. Never shown. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

export function isCommandError(error: unknown): error is CommandError {
  return error instanceof Error && error.name === 'CommandError';
}

export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'CancelledError' || error.name === 'AbortError');
}

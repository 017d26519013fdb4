import type { Command } from '../../tools/process/command.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds: what Git says of a folder is a convenience, and not worth waiting for. */
const timeout = 2000;

/**
 * What Git says of a folder; undefined without Git, or if one of its commands fails. Never rejects.
 *
 * @param ask runs commands of this Git in the folder
 */
export async function askGit<T>(
  runner: Pick<Runner, 'run'>,
  directory: string,
  ask: (git: string, run: <R>(command: Command<R>) => Promise<R>) => Promise<T>,
): Promise<T | undefined> {
  try {
    const git = await findExecutable('git');
    return git === undefined ? undefined : await ask(git, (command) => runner.run(command, { directory, timeout }));
  } catch {
    return undefined;
  }
}

import { gitDefaultBranch } from '../../tools/git/describe.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds; the file can be edited. */
const timeout = 2000;

/** The default branch of a folder's repository; undefined if Git or the repository does not know it. Never rejects. */
export async function defaultBranch(runner: Pick<Runner, 'run'>, directory: string): Promise<string | undefined> {
  try {
    const git = await findExecutable('git');
    const branch = git === undefined ? '' : await runner.run(gitDefaultBranch(git), { directory, timeout });
    return branch === '' ? undefined : branch;
  } catch {
    return undefined;
  }
}

import { gitDefaultBranch } from '../../tools/git/describe.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { askGit } from './askGit.ts';

/** The default branch of a folder's repository; undefined if Git or the repository does not know it. Never rejects. */
export async function defaultBranch(runner: Pick<Runner, 'run'>, directory: string): Promise<string | undefined> {
  const branch = await askGit(runner, directory, (git, run) => run(gitDefaultBranch(git)));
  return branch === '' ? undefined : branch;
}

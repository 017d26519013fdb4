import { gitPlace, type InRepository } from '../../tools/git/describe.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { askGit } from './askGit.ts';

/** Where a folder is in its Git repository; undefined without a repository or without Git. Never rejects. */
export function placeInRepository(runner: Pick<Runner, 'run'>, directory: string): Promise<InRepository | undefined> {
  return askGit(runner, directory, (git, run) => run(gitPlace(git)));
}

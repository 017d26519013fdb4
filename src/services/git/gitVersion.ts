import { gitDescribe, gitFilters, gitIsDirty } from '../../tools/git/describe.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { askGit } from './askGit.ts';

/**
 * Git's description of a folder: `v1.2-3-gabc1234`, with `-dirty` if files were changed. Undefined without a repository or without Git.
 * Runs nothing that the repository configures. Never rejects.
 */
export function gitVersion(runner: Pick<Runner, 'run'>, directory: string): Promise<string | undefined> {
  return askGit(runner, directory, async (git, run) => {
    const name = await run(gitDescribe(git));
    const filters = await run(gitFilters(git));
    const isDirty = await run(gitIsDirty(git, filters));
    return name === '' ? undefined : isDirty ? `${name}-dirty` : name;
  });
}

import { gitDescribe, gitFilters, gitIsDirty } from '../../tools/git/describe.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds; the suggested tag is a convenience and not worth waiting for. */
const timeout = 2000;

/**
 * Git's description of a folder: `v1.2-3-gabc1234`, with `-dirty` if files were changed. Undefined without a repository or without Git.
 * Runs nothing that the repository configures. Never rejects.
 */
export async function gitVersion(runner: Pick<Runner, 'run'>, directory: string): Promise<string | undefined> {
  try {
    const git = await findExecutable('git');
    if (git === undefined) {
      return undefined;
    }
    const options = { directory, timeout };
    const name = await runner.run(gitDescribe(git), options);
    const filters = await runner.run(gitFilters(git), options);
    const isDirty = await runner.run(gitIsDirty(git, filters), options);
    return name === '' ? undefined : isDirty ? `${name}-dirty` : name;
  } catch {
    return undefined;
  }
}

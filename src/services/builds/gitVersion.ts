import { gitDescribe, gitFilters, gitIsDirty } from '../../tools/git/describe.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds; a name for a tag is a convenience that nobody should wait for. */
const timeout = 2000;

/**
 * What git calls the state of a folder: `v1.2-3-gabc1234`, with `-dirty` where files were changed since. Undefined where there is
 * no repository or no git. Runs nothing that the repository names. Never rejects.
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

import { gitPlace, type InRepository } from '../../tools/git/describe.ts';
import { findExecutable } from '../../tools/process/findExecutable.ts';
import type { Runner } from '../../tools/process/runner.ts';

/** Milliseconds; without an answer, the folder counts as the root. */
const timeout = 2000;

/** Where a folder is in its Git repository; undefined without a repository or without Git. Never rejects. */
export async function placeInRepository(
  runner: Pick<Runner, 'run'>,
  directory: string,
): Promise<InRepository | undefined> {
  try {
    const git = await findExecutable('git');
    return git === undefined ? undefined : await runner.run(gitPlace(git), { directory, timeout });
  } catch {
    return undefined;
  }
}

import type { Command } from '../process/command.ts';

/** The name that git gives the present state: the nearest tag and how far from it, else the commit. */
export function gitDescribe(git: string): Command<string> {
  return {
    file: git,
    // settings of a repository can name programs for git to start; none of these is needed here
    args: ['-c', 'core.fsmonitor=false', 'describe', '--tags', '--always', '--dirty'],
    parse: ({ stdout }) => stdout.trim(),
  };
}

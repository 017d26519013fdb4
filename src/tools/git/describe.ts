import type { Command } from '../process/command.ts';

/**
 * Prevents a repository's configuration from starting programs: hooks, a file system monitor, and fetching missing objects (a remote can
 * run any command, gitprotocol `ext`).
 */
const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const environment = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };

/** 1 means “no” or “none”. */
const isAnswer = (exitCode: number) => exitCode <= 1;

/** Git's name for the current commit: the nearest tag and the distance from it, or the commit. */
export function gitDescribe(git: string): Command<string> {
  return {
    file: git,
    // not `--dirty`: it refreshes the index, looks into submodules, and applies `.gitmodules`
    args: [...settings, 'describe', '--tags', '--always'],
    env: environment,
    expects: ({ stderr }) => /^fatal: (?:not a git repository|Not a valid object name HEAD)/m.test(stderr),
    parse: ({ stdout }) => stdout.trim(),
  };
}

/** The names of the filters that git would run on changed files (gitattributes, `filter`), from all configurations. */
export function gitFilters(git: string): Command<readonly string[]> {
  return {
    file: git,
    args: [...settings, 'config', '--null', '--name-only', '--get-regexp', String.raw`^filter\.`],
    env: environment,
    // 1: there are none
    accept: isAnswer,
    expects: ({ exitCode }) => isAnswer(exitCode),
    parse: ({ stdout }) => [...new Set(stdout.split('\0').flatMap((key) => filterIn(key) ?? []))],
  };
}

/**
 * Whether files differ from the current commit, according to the index. Ignores submodules: git would start itself in them, with their
 * configuration.
 *
 * @param filters the result of `gitFilters`; none of them runs
 */
export function gitIsDirty(git: string, filters: readonly string[]): Command<boolean> {
  const none = filters.flatMap((name) => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
  return {
    file: git,
    args: [...settings, 'diff-index', '--quiet', '--ignore-submodules=all', 'HEAD', '--'],
    env: {
      ...environment,
      // in the environment, because `-c` ends a key at its first `=`, which the name of a filter may contain
      GIT_CONFIG_COUNT: String(none.length),
      ...Object.fromEntries(
        none.flatMap(([key = '', value = ''], at) => [
          [`GIT_CONFIG_KEY_${at}`, key],
          [`GIT_CONFIG_VALUE_${at}`, value],
        ]),
      ),
    },
    accept: isAnswer,
    expects: ({ exitCode }) => isAnswer(exitCode),
    parse: ({ exitCode }) => exitCode === 1,
  };
}

/** `name` from `filter.name.clean`; a name may contain dots. */
function filterIn(key: string): string | undefined {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  return first < last ? key.slice(first + 1, last) : undefined;
}

/** The branch that the remote `origin` names as its default, such as `main`; empty if it is unknown. */
export function gitDefaultBranch(git: string): Command<string> {
  return {
    file: git,
    args: [...settings, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'],
    env: environment,
    // 1: there is none
    accept: isAnswer,
    expects: ({ exitCode }) => isAnswer(exitCode),
    parse: ({ stdout }) => stdout.trim().replace(/^origin\//, ''),
  };
}

/** A folder in a repository. */
export interface InRepository {
  /** The absolute path of the repository's root. */
  readonly root: string;
  /** The path of the folder from there, with `/`; empty for the root. */
  readonly path: string;
}

/** Where the current folder is in its repository; undefined if that has line breaks. */
export function gitPlace(git: string): Command<InRepository | undefined> {
  return {
    file: git,
    args: [...settings, 'rev-parse', '--show-toplevel', '--show-prefix'],
    env: environment,
    parse: ({ stdout }) => {
      const [root = '', prefix = '', ...more] = stdout.replace(/\r?\n$/, '').split(/\r?\n/);
      return root === '' || more.length > 0 ? undefined : { root, path: prefix.replace(/\/$/, '') };
    },
  };
}

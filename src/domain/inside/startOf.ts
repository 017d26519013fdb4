import { mapping, text, texts } from '../untrusted/values.ts';
import { InsideBudget } from './budget.ts';
import { normalized, windowsPath } from './filePaths.ts';
import { parseJson } from '../untrusted/json.ts';

/** What a container of an image starts. */
export interface ImageStart {
  /**
   * Programs as the configuration names them, each a path or a name to look up. The first is what is started; one that
   * follows is started by the one before it, as its arguments plainly say.
   */
  readonly programs: readonly [string, ...string[]];
  readonly where: LookUp;
}

/** Where programs are looked up. */
export interface LookUp {
  readonly windows: boolean;
  /** Absolute folders. */
  readonly path: readonly string[];
  readonly directory: string;
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const usualWindowsPath = 'c:\\windows\\system32;c:\\windows';

/**
 * Reads what a container starts out of an image's configuration (OCI image-spec, config.md); undefined where it says nothing.
 * Throws `BudgetExceeded`.
 */
export function startOf(configuration: string, budget = new InsideBudget()): ImageStart | undefined {
  budget.require('configBytes', configuration.length);
  const top = mapping(parseJson(configuration));
  const config = mapping(top.config);
  const words = [...texts(config.Entrypoint), ...texts(config.Cmd)];
  const windows = text(top.os) === 'windows';
  const [program, ...others] = startedBy(words, windows, budget);
  if (program === undefined) {
    return undefined;
  }
  const variable = texts(config.Env)
    .find((each) => (windows ? /^path=/i : /^PATH=/).test(each))
    ?.slice(5);
  const directory = text(config.WorkingDir) ?? '/';
  budget.require('path', directory.length);
  return { programs: [program, ...others], where: { windows, path: foldersOf(variable, windows, budget), directory } };
}

/** The folders of `PATH`, each once. */
function foldersOf(variable: string | undefined, windows: boolean, budget: InsideBudget): readonly string[] {
  const value = variable ?? (windows ? usualWindowsPath : usualPath);
  budget.require('argument', value.length);
  const folders = new Set(value.split(windows ? ';' : ':').filter((folder) => windows || folder.startsWith('/')));
  budget.require('folders', folders.size);
  return [...folders];
}

/** Where a program can be: at its path, below the working directory, or in one of the folders of `PATH`; as layers name files. */
export function candidatesFor(program: string, { windows, path, directory }: LookUp): readonly string[] {
  if (windows) {
    const names = /\.\w+$/.test(program) ? [program] : [program, `${program}.exe`];
    const folders = /^(?:[a-z]:|[\\/])/i.test(program)
      ? ['']
      : /[\\/]/.test(program)
        ? [directory]
        : [directory, ...path];
    return folders.flatMap((folder) => names.map((name) => windowsPath(folder === '' ? name : `${folder}/${name}`)));
  }
  if (program.startsWith('/')) {
    return [normalized(program)];
  }
  const folders = program.includes('/') ? [directory] : path;
  return folders.map((folder) => normalized(`${folder}/${program}`));
}

/** Programs that only start another one and hand signals on. */
const inits = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init']);
const shells = new Set(['sh', 'bash', 'dash', 'ash']);
/** What a shell does itself, or what makes the first word no program. */
const shellWords = new Set(
  (
    '. : [ alias bg break case cd command continue do done echo elif else esac eval exec exit export false fg fi for function ' +
    'getopts hash if in jobs kill local printf pwd read readonly return set shift source test then time times trap true type ' +
    'ulimit umask unalias unset until wait while'
  ).split(' '),
);

/** The program that is started, and what that one starts in its turn, as far as its arguments leave no doubt. */
function startedBy(words: readonly string[], windows: boolean, budget: InsideBudget): readonly string[] {
  const programs: string[] = [];
  for (let at = 0; ;) {
    const [program = '', first = '', second = ''] = words.slice(at, at + 3);
    if (program === '') {
      return programs;
    }
    programs.push(program);
    budget.require('programs', programs.length);
    budget.require('path', program.length);
    const name = program.slice(program.lastIndexOf('/') + 1);
    if (shells.has(name) && /^-[a-z]*c$/.test(first)) {
      budget.require('argument', second.length);
      const word = /^\s*(?:exec\s+)?([\w./+-]+)(?=\s|$)/.exec(second)?.[1];
      return windows || word === undefined || shellWords.has(word) ? programs : [...programs, word];
    }
    if (windows || !inits.has(name) || (first.startsWith('-') && first !== '--')) {
      return programs;
    }
    at += first === '--' ? 2 : 1;
  }
}

import { mapping, text, texts } from '../untrusted/values.ts';
import { InsideBudget } from './budget.ts';
import { normalized, windowsPath } from './filePaths.ts';
import { parseJson } from '../untrusted/json.ts';

/** The start of a container. */
export interface ImageStart {
  /**
   * Programs in the configuration, each a path or a name to look up. The first one is started; each following one is started by the
   * previous one, according to its arguments.
   */
  readonly programs: readonly [string, ...string[]];
  readonly where: LookUp;
}

/** The folders in which programs are looked up. */
export interface LookUp {
  readonly windows: boolean;
  /** Absolute folders. */
  readonly path: readonly string[];
  readonly directory: string;
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const usualWindowsPath = 'c:\\windows\\system32;c:\\windows';

/**
 * Parses the start of a container from an image's configuration (OCI image-spec, config.md); undefined if there is none. Throws
 * `BudgetExceeded`.
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

/** The possible paths of a program: its path, below the working directory, or in a folder of `PATH`; in the form used by layers. */
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

/** Programs that only start another one and forward signals. */
const inits = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init']);
const shells = new Set(['sh', 'bash', 'dash', 'ash']);
/** What a shell interprets itself, or what shows that the first word is not a program. */
const shellWords = new Set(
  (
    '. : [ alias bg break case cd command continue do done echo elif else esac eval exec exit export false fg fi for function ' +
    'getopts hash if in jobs kill local printf pwd read readonly return set shift source test then time times trap true type ' +
    'ulimit umask unalias unset until wait while'
  ).split(' '),
);

/** The started program, and the one that it starts in turn, as far as its arguments are unambiguous. */
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

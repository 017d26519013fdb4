import { isMapping, mapping, text, texts } from '../sources/yamlText.ts';
import { normalized, windowsPath } from './filePaths.ts';

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

/** Reads what a container starts out of an image's configuration (OCI image-spec, config.md); undefined where it says nothing. */
export function startOf(configuration: string): ImageStart | undefined {
  let value: unknown;
  try {
    value = JSON.parse(configuration);
  } catch {
    return undefined;
  }
  const top = isMapping(value) ? value : {};
  const config = mapping(top.config);
  const [program, ...args] = [...texts(config.Entrypoint), ...texts(config.Cmd)];
  if (program === undefined || program === '') {
    return undefined;
  }
  const windows = text(top.os) === 'windows';
  const variable = texts(config.Env)
    .find((each) => (windows ? /^path=/i : /^PATH=/).test(each))
    ?.slice(5);
  const folders = windows
    ? (variable ?? usualWindowsPath).split(';')
    : (variable ?? usualPath).split(':').filter((folder) => folder.startsWith('/'));
  return {
    programs: [program, ...(windows ? [] : startedBy(program, args))],
    where: { windows, path: folders, directory: text(config.WorkingDir) ?? '/' },
  };
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

/** What a program starts in its turn, as far as its arguments leave no doubt. */
function startedBy(program: string, args: readonly string[]): readonly string[] {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const [first = '', second = ''] = args;
  if (shells.has(name) && /^-[a-z]*c$/.test(first)) {
    const word = /^\s*(?:exec\s+)?([\w./+-]+)(?=\s|$)/.exec(second)?.[1];
    return word === undefined || shellWords.has(word) ? [] : [word];
  }
  const rest =
    inits.has(name) && !first.startsWith('-') ? args : inits.has(name) && first === '--' ? args.slice(1) : [];
  const [next, ...others] = rest;
  return next === undefined || next === '' ? [] : [next, ...startedBy(next, others)];
}

import { isMapping, list, mapping, text, texts } from './sources/yamlText.ts';

/** What a container of an image starts. */
export interface ImageStart {
  /** As the configuration names it: a path, or a name to look up. */
  readonly program: string;
  /** Paths where it can be, the likeliest first; without a leading slash. */
  readonly candidates: readonly string[];
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Reads what a container starts out of an image's configuration (OCI image-spec, config.md); undefined where it says nothing. */
export function startOf(configuration: string): ImageStart | undefined {
  let value: unknown;
  try {
    value = JSON.parse(configuration);
  } catch {
    return undefined;
  }
  const config = mapping(isMapping(value) ? value.config : undefined);
  const [program] = [...texts(config.Entrypoint), ...(list(config.Entrypoint).length > 0 ? [] : texts(config.Cmd))];
  if (program === undefined) {
    return undefined;
  }
  const path =
    texts(config.Env)
      .find((variable) => variable.startsWith('PATH='))
      ?.slice(5) ?? usualPath;
  return { program, candidates: candidatesFor(program, path, text(config.WorkingDir) ?? '/') };
}

/** Where a program can be: at its path, below the working directory, or in one of the folders of `PATH`. */
export function candidatesFor(program: string, path = usualPath, directory = '/'): readonly string[] {
  if (program.startsWith('/')) {
    return [normalized(program)];
  }
  const folders = program.includes('/') ? [directory] : path.split(':').filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => normalized(`${folder}/${program}`));
}

/** Where a link points to, from the folder that it lies in. */
export function linkTarget(link: string, target: string): string {
  return normalized(target.startsWith('/') ? target : `${link.slice(0, link.lastIndexOf('/') + 1)}${target}`);
}

/** Without `.`, `..`, doubled slashes and the first one, as layers name their files. */
export function normalized(path: string): string {
  return path
    .split('/')
    .reduce<readonly string[]>(
      (parts, part) => (part === '' || part === '.' ? parts : part === '..' ? parts.slice(0, -1) : [...parts, part]),
      [],
    )
    .join('/');
}

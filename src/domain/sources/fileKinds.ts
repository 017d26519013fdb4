/** What a file's name says about it. Paths are relative to a workspace folder, with `/` between their parts. */
export type FileKind = 'dockerfile' | 'bake' | 'compose';

/** For a search by name, as VS Code takes it; `fileKind` then decides, since not every file system knows upper from lower case. */
export const sourceGlob =
  '**/{[dD]ockerfile,[cC]ontainerfile,DOCKERFILE,*.[dD]ockerfile,*.[cC]ontainerfile,[dD]ockerfile.*,[cC]ontainerfile.*,compose*.yaml,compose*.yml,docker-compose*.yaml,docker-compose*.yml,docker-bake*.hcl,docker-bake*.json}';

/** Kubernetes manifests can have any name. */
export const manifestGlob = '**/*.{yaml,yml}';

/** Folders of code that was not written here, and of tools. */
export const excludedGlobs: readonly string[] = [
  'node_modules',
  'bower_components',
  'vendor',
  'third_party',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
].map((name) => `**/${name}/**`);

const dockerfile = /^(?:(?:dockerfile|containerfile)(?:\..+)?|.+\.(?:dockerfile|containerfile))$/i;
const compose = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/i;
const bake = /^docker-bake(?:\..+)?\.(?:hcl|json)$/i;

export function fileKind(path: string): FileKind | undefined {
  const name = baseName(path);
  if (/\.dockerignore$/i.test(name)) {
    return undefined;
  }
  return dockerfile.test(name) ? 'dockerfile' : compose.test(name) ? 'compose' : bake.test(name) ? 'bake' : undefined;
}

/** The directory of a file, `.` for the folder itself. */
export function directoryOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

/** The files of one directory that `docker compose` and `docker buildx bake` read when they are given no file, in their order. */
const composeDefaults = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const composeOverrides = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];
const bakeDefaults = [
  ...composeDefaults,
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
];

/**
 * Puts files together as the tools do: the default names of a directory make one set (Compose takes the first name of its
 * list and one override; bake takes all of its list, Compose files too), any other file is a set of its own.
 *
 * @returns sets of paths in the order in which the tool merges them
 */
export function fileSets(kind: 'bake' | 'compose', paths: readonly string[]): readonly (readonly string[])[] {
  const directories = new Set(paths.filter((path) => fileKind(path) === kind).map(directoryOf));
  const byDirectory = new Map<string, string[]>();
  for (const path of paths) {
    const here = byDirectory.get(directoryOf(path));
    if (here) {
      here.push(path);
    } else {
      byDirectory.set(directoryOf(path), [path]);
    }
  }
  return [...directories].flatMap((directory) => {
    const here = byDirectory.get(directory) ?? [];
    const has = (name: string) => here.find((path) => baseName(path) === name);
    const present = (names: readonly string[]) => names.flatMap((name) => has(name) ?? []);
    const set =
      kind === 'bake'
        ? present(bakeDefaults)
        : [...present(composeDefaults).slice(0, 1), ...present(composeOverrides).slice(0, 1)];
    const isMain = set.some((path) => fileKind(path) === kind && !path.includes('.override.'));
    const single = here.filter((path) => fileKind(path) === kind && !(isMain && set.includes(path)));
    return [...(isMain ? [set] : []), ...single.map((path) => [path])];
  });
}

/** The kind of a file by its name. Paths are relative to a workspace folder, with `/` as separator. */
export type FileKind = 'dockerfile' | 'bake' | 'compose';

/**
 * For a search by name with VS Code; `fileKind` decides afterwards, because not every file system is case-sensitive. `.env` has the
 * variables of Compose files.
 */
export const sourceGlob =
  '**/{[dD]ockerfile*,[cC]ontainerfile*,DOCKERFILE,*.[dD]ockerfile,*.[cC]ontainerfile,compose*.yaml,compose*.yml,docker-compose*.yaml,docker-compose*.yml,docker-bake*.hcl,docker-bake*.json,bake.hcl,bake[.-]*.hcl,*[.-]bake.hcl,.env}';

/** Kubernetes manifests can have any name; `.tpl` are templates of Helm charts. */
export const manifestGlob = '**/*.{yaml,yml,tpl}';

/** Folders of third-party code and of tools. */
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

/** Certain by its name: `Dockerfile`, `api.Dockerfile`. */
const dockerfile = /^(?:(?:dockerfile|containerfile)|.+\.(?:dockerfile|containerfile))$/i;
/** Possible by its name: `Dockerfile.dev`, `Dockerfile-alpine`, `Dockerfile2`. */
const named = /^(dockerfile|containerfile)(?:[._-].+|\d+)$/i;
const compose = /^(?:docker-)?compose(?:[._-].+)?\.ya?ml$/i;
const bake = /^(?:docker-bake(?:[._-].+)?\.(?:hcl|json)|bake(?:[._-].+)?\.hcl|.+[._-]bake\.hcl)$/i;

/** Extensions of documentation about Dockerfiles, of templates, and of files that editors and tools create beside them. */
const about = new Set(
  'md markdown mdx rst adoc txt html htm pdf rego tmpl tpl template j2 jinja jinja2 erb mustache hbs ejs gotmpl yaml yml json toml ini xml csv lock patch diff orig rej bak swp swo tmp save log sha256 sum sig asc snap dockerignore gitignore'.split(
    ' ',
  ),
);
/** Extensions of programs. `Dockerfile.go` may build one; a lowercase file is a program about Dockerfiles. */
const programs = new Set(
  'go rs ts tsx mts cts js jsx mjs cjs py rb java kt kts scala cs fs vb c h cc cpp hpp m swift php pl pm lua dart ex exs erl hs clj r jl sh bash zsh fish ps1 bat cmd vim el sql css scss less vue svelte proto'.split(
    ' ',
  ),
);

export function fileKind(path: string): FileKind | undefined {
  const name = baseName(path);
  return isDockerfileName(name) ? 'dockerfile' : compose.test(name) ? 'compose' : bake.test(name) ? 'bake' : undefined;
}

/** Whether a file defines something to build, or variables for it. */
export function isSourceFile(path: string): boolean {
  return fileKind(path) !== undefined || isEnvFile(path);
}

/** The variables of Compose files; they may be secrets, and only those used in a name are ever shown. */
export function isEnvFile(path: string): boolean {
  return baseName(path) === '.env';
}

function isDockerfileName(name: string): boolean {
  const [, word = ''] = named.exec(name) ?? [];
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return (
    dockerfile.test(name) ||
    (word !== '' && !about.has(ending) && !(programs.has(ending) && word === word.toLowerCase()))
  );
}

/** Whether it is a Dockerfile regardless of its contents; otherwise the contents decide. */
export function isCertainDockerfile(path: string): boolean {
  return dockerfile.test(baseName(path));
}

/** The folder of a file, `.` for the workspace folder itself. */
export function directoryOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path without `.` and `..`; undefined if it leads out of the folder. */
export function normalPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) {
      return undefined;
    }
    if (part !== '' && part !== '.' && part !== '..') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

export function joinPath(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

/** The default files of `docker compose` and `docker buildx bake` in a folder, in order. */
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

/** Files of a folder that are read together. */
export interface FileSet {
  readonly directory: string;
  /** In the tool's merge order. */
  readonly files: readonly string[];
  /** The default files beside a file with another name, which it may be an overlay for. */
  readonly main?: readonly string[];
}

/**
 * Groups files as the tools do: the default files of a folder are one set (Compose uses the first name of its list and one override; bake
 * uses all of its list, including Compose files), and every other file is a set of its own.
 */
export function fileSets(kind: 'bake' | 'compose', paths: readonly string[]): readonly FileSet[] {
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
    const main = isMain ? { main: set } : {};
    return [
      ...(isMain ? [{ directory, files: set }] : []),
      ...single.map((path) => ({ directory, files: [path], ...main })),
    ];
  });
}

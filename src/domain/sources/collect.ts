import { bakeTargets } from './bake.ts';
import { dockerfileSource, type BuildSource } from './buildSource.ts';
import { composeServices, type ComposeServices, type RunningService } from './compose.ts';
import { readDockerfile } from './dockerfile.ts';
import { readEnvFile } from './envFile.ts';
import {
  baseName,
  directoryOf,
  fileKind,
  fileSets,
  isCertainDockerfile,
  joinPath,
  normalPath,
  type FileSet,
} from './fileKinds.ts';
import type { FoundIn, SourceFile } from './readFiles.ts';

/** The sources in a workspace folder. */
export interface Collected {
  readonly sources: readonly BuildSource[];
  /** The services of Compose files that run an image as it is. */
  readonly running: readonly FoundRunning[];
  /** Files that would take too much work to read, so their definitions are missing. Paths, each once. */
  readonly tooComplex: readonly string[];
}

/** With the first file that defines it. */
export interface FoundRunning extends RunningService {
  readonly file: string;
}

/** All sources in a workspace folder: Dockerfiles, then bake files, then Compose files. */
export function collectSources(files: readonly SourceFile[]): Collected {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const paths = [...texts.keys()].sort(byDepth);
  const file = (path: string): SourceFile => ({ path, text: texts.get(path) ?? '' });
  const composed = fileSets('compose', paths).map((set) => composeSources(set, file));
  const found = [...fileSets('bake', paths).map((set) => bakeSources(set, file)), ...composed];
  return {
    sources: [
      ...paths.filter((path) => fileKind(path) === 'dockerfile').flatMap((path) => dockerfile(file(path))),
      ...found.flatMap((one) => one.found),
    ],
    running: composed.flatMap(({ running }) => running),
    tooComplex: [...new Set(found.flatMap((one) => one.tooComplex))],
  };
}

/** If its name is not conclusive, its first instruction decides. */
function dockerfile({ path, text }: SourceFile): readonly BuildSource[] {
  const read = readDockerfile(text);
  return read.isOne || isCertainDockerfile(path) ? [dockerfileSource(path, read)] : [];
}

type Files = (path: string) => SourceFile;

function bakeSources(set: FileSet, file: Files): FoundIn<BuildSource> {
  const alone = readBake(set.files, file);
  // an overlay is not a source by itself
  const files = set.main && alone.isOverlay ? [...set.main, ...set.files] : set.files;
  const { found, tooComplex } = files === set.files ? alone : readBake(files, file);
  const { directory } = set;
  return {
    found: found.map(({ name, ...target }) => ({ kind: 'bake', directory, files, target: name, ...target })),
    tooComplex,
  };
}

function readBake(files: readonly string[], file: Files) {
  const own = files
    .filter((path) => fileKind(path) === 'bake')
    .map((path) => ({ ...file(path), format: path.endsWith('.json') ? ('json' as const) : ('hcl' as const) }));
  const compose = files.filter((path) => fileKind(path) === 'compose');
  return bakeTargets(own, readCompose(compose, file).found);
}

function composeSources(set: FileSet, file: Files): FoundIn<BuildSource> & Pick<Collected, 'running'> {
  const alone = readCompose(set.files, file);
  const files = set.main && alone.isOverlay ? [...set.main, ...set.files] : set.files;
  const { found, running, tooComplex, isOverlay } = files === set.files ? alone : readCompose(files, file);
  const { directory } = set;
  return {
    found: isOverlay
      ? []
      : found.map(({ name, ...service }) => ({ kind: 'compose', directory, files, service: name, ...service })),
    running: isOverlay ? [] : running,
    tooComplex,
  };
}

/** Nesting of included files; real files have a handful. */
const mostIncluded = 20;

/** The services of files and of the files that they include, if these are among the found files. Reads `.env` from the folder of each. */
function readCompose(files: readonly string[], file: Files): ComposeServices & Pick<Collected, 'running'> {
  const own = composeServices(files.map(file), environmentOf(files, file));
  const running = new Map(own.running.map((service) => [service.name, { ...service, file: files[0] ?? '' }]));
  const services = new Map(own.found.map((service) => [service.name, service]));
  const tooComplex = [...own.tooComplex];
  const pending = own.includes.map((path) => ({ path, from: directoryOf(files[0] ?? '') }));
  const seen = new Set(files);
  for (const { path, from } of pending) {
    const included = normalPath(joinPath(from, path));
    if (included === undefined || seen.has(included) || seen.size > mostIncluded) {
      continue;
    }
    seen.add(included);
    const read = composeServices([file(included)], environmentOf([included], file));
    read.tooComplex.forEach((each) => tooComplex.push(each));
    for (const service of read.found.filter(({ name }) => !services.has(name))) {
      services.set(service.name, service);
    }
    for (const service of read.running.filter(({ name }) => !running.has(name))) {
      running.set(service.name, { ...service, file: included });
    }
    for (const next of read.includes) {
      pending.push({ path: next, from: directoryOf(included) });
    }
  }
  return { ...own, found: [...services.values()], running: [...running.values()], tooComplex };
}

function environmentOf([first = '']: readonly string[], file: Files): ReadonlyMap<string, string> {
  return readEnvFile(file(joinPath(directoryOf(first), '.env')).text);
}

/** Shorter paths first, then by name. */
export function byDepth(a: string, b: string): number {
  return (
    a.split('/').length - b.split('/').length ||
    directoryOf(a).localeCompare(directoryOf(b)) ||
    baseName(a).localeCompare(baseName(b))
  );
}

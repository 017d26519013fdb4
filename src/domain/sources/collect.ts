import { bakeTargets } from './bake.ts';
import type { BuildSource } from './buildSource.ts';
import { composeServices } from './compose.ts';
import { stagesOf } from './dockerfile.ts';
import { baseName, directoryOf, fileKind, fileSets } from './fileKinds.ts';
import type { FoundIn, SourceFile } from './readFiles.ts';

/** What there is to build in one workspace folder. */
export interface Collected {
  readonly sources: readonly BuildSource[];
  /** The files that would take too much work to read: what they define is missing. Paths, each once. */
  readonly tooComplex: readonly string[];
}

/** Everything in one workspace folder that an image can be built from: Dockerfiles, then bake files, then Compose files. */
export function collectSources(files: readonly SourceFile[]): Collected {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const paths = [...texts.keys()].sort(byDepth);
  const file = (path: string): SourceFile => ({ path, text: texts.get(path) ?? '' });
  const found = [
    ...fileSets('bake', paths).map((set) => bakeSources(set, file)),
    ...fileSets('compose', paths).map((set) => composeSources(set, file)),
  ];
  return {
    sources: [
      ...paths.filter((path) => fileKind(path) === 'dockerfile').map((path) => dockerfile(file(path))),
      ...found.flatMap((one) => one.found),
    ],
    tooComplex: [...new Set(found.flatMap((one) => one.tooComplex))],
  };
}

function dockerfile({ path, text }: SourceFile): BuildSource {
  return { kind: 'dockerfile', file: path, stages: stagesOf(text) };
}

function bakeSources(files: readonly string[], file: (path: string) => SourceFile): FoundIn<BuildSource> {
  const [directory] = files.map(directoryOf);
  const own = files
    .filter((path) => fileKind(path) === 'bake')
    .map((path) => ({ ...file(path), format: path.endsWith('.json') ? ('json' as const) : ('hcl' as const) }));
  const { found, tooComplex } = bakeTargets(own);
  return {
    found: found.map(({ name, ...target }) => ({
      kind: 'bake',
      directory: directory ?? '.',
      files,
      target: name,
      ...target,
    })),
    tooComplex,
  };
}

function composeSources(files: readonly string[], file: (path: string) => SourceFile): FoundIn<BuildSource> {
  const [directory] = files.map(directoryOf);
  const { found, tooComplex } = composeServices(files.map(file));
  return {
    found: found.map(({ name, tags, platforms }) => ({
      kind: 'compose',
      directory: directory ?? '.',
      files,
      service: name,
      tags,
      platforms,
    })),
    tooComplex,
  };
}

/** What lies higher comes first, then by name. */
export function byDepth(a: string, b: string): number {
  return (
    a.split('/').length - b.split('/').length ||
    directoryOf(a).localeCompare(directoryOf(b)) ||
    baseName(a).localeCompare(baseName(b))
  );
}

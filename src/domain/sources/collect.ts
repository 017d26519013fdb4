import { bakeTargets } from './bake.ts';
import type { BuildSource } from './buildSource.ts';
import { composeServices } from './compose.ts';
import { stagesOf } from './dockerfile.ts';
import { baseName, directoryOf, fileKind, fileSets } from './fileKinds.ts';

/** A file of a workspace folder that could be read; `path` is relative to the folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Everything in one workspace folder that an image can be built from: Dockerfiles, then bake files, then Compose files. */
export function collectSources(files: readonly SourceFile[]): readonly BuildSource[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const paths = [...texts.keys()].sort(byDepth);
  const textOf = (path: string) => texts.get(path) ?? '';
  return [
    ...paths.filter((path) => fileKind(path) === 'dockerfile').map((file) => dockerfile(file, textOf(file))),
    ...fileSets('bake', paths).flatMap((set) => bakeSources(set, textOf)),
    ...fileSets('compose', paths).flatMap((set) => composeSources(set, textOf)),
  ];
}

function dockerfile(file: string, text: string): BuildSource {
  return { kind: 'dockerfile', file, stages: stagesOf(text) };
}

function bakeSources(files: readonly string[], textOf: (path: string) => string): readonly BuildSource[] {
  const [directory] = files.map(directoryOf);
  const own = files
    .filter((path) => fileKind(path) === 'bake')
    .map((path) => ({ format: path.endsWith('.json') ? ('json' as const) : ('hcl' as const), text: textOf(path) }));
  return bakeTargets(own).map(({ name, ...target }) => ({
    kind: 'bake',
    directory: directory ?? '.',
    files,
    target: name,
    ...target,
  }));
}

function composeSources(files: readonly string[], textOf: (path: string) => string): readonly BuildSource[] {
  const [directory] = files.map(directoryOf);
  return composeServices(files.map(textOf)).map(({ name, tags, platforms }) => ({
    kind: 'compose',
    directory: directory ?? '.',
    files,
    service: name,
    tags,
    platforms,
  }));
}

/** What lies higher comes first, then by name. */
export function byDepth(a: string, b: string): number {
  return (
    a.split('/').length - b.split('/').length ||
    directoryOf(a).localeCompare(directoryOf(b)) ||
    baseName(a).localeCompare(baseName(b))
  );
}

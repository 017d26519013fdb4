import { baseName, directoryOf } from '../fileKinds.ts';
import type { ManifestFacts } from '../manifests/manifestFacts.ts';
import { chartOfTemplate, chartsIn, isChartFile, isValuesFile } from './chart.ts';

/** A chart of a workspace folder that Helm can render by itself. */
export interface RenderableChart {
  /** Relative to the workspace folder. */
  readonly folder: string;
  readonly name: string;
  /** Files with values beside `values.yaml`, in the same folder: each is used on top of it. */
  readonly values: readonly string[];
}

/** What a rendered chart says. */
export interface RenderedChart {
  readonly folder: string;
  readonly facts: readonly ManifestFacts[];
}

/** The charts of a workspace folder, without libraries and the subcharts of other charts. */
export function renderableCharts(files: readonly ManifestFacts[]): readonly RenderableChart[] {
  const charts = chartsIn(files);
  const values = new Map<string, string[]>();
  for (const { path } of files) {
    const name = baseName(path);
    const folder = directoryOf(path);
    if (name !== 'values.yaml' && isValuesFile(name) && charts.has(folder)) {
      values.set(folder, [...(values.get(folder) ?? []), path]);
    }
  }
  return [...charts].flatMap(([folder, { name, isLibrary }]) =>
    isLibrary === true || isSubchart(folder, charts) ? [] : [{ folder, name, values: values.get(folder) ?? [] }],
  );
}

/** Whether a file is below a folder. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

/** The facts of all files, with those of rendered charts instead of what their values and templates let guess. */
export function withRendered(
  files: readonly ManifestFacts[],
  rendered: readonly RenderedChart[],
): readonly ManifestFacts[] {
  return rendered.length === 0
    ? files
    : [
        ...files.filter(({ path }) => !rendered.some(({ folder }) => isPart(path, folder))),
        ...rendered.flatMap(({ facts }) => facts),
      ];
}

/** The end of a path that stands for what Helm renders with a values file. */
const ending = '#rendered';

/** The path in the facts of what Helm renders with a values file. */
export function renderedPath(values: string): string {
  return `${values}${ending}`;
}

/** The file that facts with this path are of. */
export function fileOf(path: string): string {
  return path.endsWith(ending) ? path.slice(0, -ending.length) : path;
}

/** The part of Helm's output that can name images or tolerations: charts of operators consist of other objects mostly. */
export function tellingDocuments(output: string): string {
  return output
    .split(/^---$/m)
    .filter((document) => /image|tolerations/i.test(document))
    .join('\n---\n');
}

/** A chart as a dependency in the folder `charts` of another one. */
function isSubchart(folder: string, charts: ReadonlyMap<string, unknown>): boolean {
  const parent = directoryOf(folder);
  return baseName(parent) === 'charts' && charts.has(directoryOf(parent));
}

/** Files of a chart that only Helm reads; others, such as examples, stay. */
function isPart(path: string, folder: string): boolean {
  if (!isBelow(path, folder)) {
    return false;
  }
  const name = baseName(path);
  const inside = folder === '.' ? path : path.slice(folder.length + 1);
  return (
    isChartFile(name) || isValuesFile(name) || inside.startsWith('charts/') || chartOfTemplate(inside) !== undefined
  );
}

import { baseName, directoryOf } from '../fileKinds.ts';
import { chartOfTemplate, isChartFile, type Chart, type DefaultTag } from '../helm/chart.ts';
import { referenceOf, type ChartImage } from '../helm/imageShapes.ts';
import { imageOf } from './kustomization.ts';
import { kustomizedBuilds } from './kustomized.ts';
import type { ManifestFacts } from './manifestFacts.ts';
import { isFilledIn, type WorkloadImage } from './workloads.ts';

/**
 * The images that the files of a workspace folder name together: kustomizations replace those of the files that they build from, and charts
 * complete those of their values.
 */
export function workspaceWorkloads(files: readonly ManifestFacts[]): readonly WorkloadImage[] {
  const builds = kustomizedBuilds(files);
  const found: WorkloadImage[] = [];
  for (const { path, pods } of files) {
    const own = builds.of.get(path);
    for (const { kind, name, placement, images, replaceable } of pods) {
      for (const image of new Set(images)) {
        if (own === undefined || !replaceable.includes(image)) {
          found.push({ image, kind, name, ...(placement && { placement }) });
        } else {
          for (const { imageOf: built, moves } of own) {
            found.push({ image: built(image), kind, name, ...(placement && !moves && { placement }) });
          }
        }
      }
    }
  }
  const unmatched = files.flatMap(({ kustomizations }) =>
    kustomizations.flatMap(({ name, images }) =>
      images
        .filter((override) => !builds.matched.has(override))
        .flatMap((override) => imageOf(override) ?? [])
        .map((image) => ({ image, kind: 'Kustomization', name })),
    ),
  );
  return once([...found, ...unmatched, ...chartWorkloads(files)].filter(({ image }) => isFilledIn(image)));
}

/** The images in the values of charts, with what the chart itself says about them. */
function chartWorkloads(files: readonly ManifestFacts[]): readonly WorkloadImage[] {
  const charts = new Map(
    files.flatMap(({ path, chart }) =>
      chart && isChartFile(baseName(path)) ? [[directoryOf(path), chart] as const] : [],
    ),
  );
  const defaults = new Map(
    files.flatMap(({ path, values }) =>
      values && baseName(path) === 'values.yaml' && charts.has(directoryOf(path))
        ? [[directoryOf(path), new Map(values.map((value) => [value.at, value]))] as const]
        : [],
    ),
  );
  const tags = new Map<string, Set<DefaultTag>>();
  for (const { path, defaultTags = [] } of files) {
    const folder = chartOfTemplate(path) ?? '';
    tags.set(folder, new Set([...(tags.get(folder) ?? []), ...defaultTags]));
  }
  return files.flatMap(({ path, values = [] }) => {
    const folder = folderOfChart(directoryOf(path), charts);
    const chart = folder === undefined ? undefined : charts.get(folder);
    const own = folder === undefined ? undefined : defaults.get(folder);
    return values.flatMap((value): readonly WorkloadImage[] => {
      const whole: ChartImage = { ...own?.get(value.at), ...value };
      const version = chart?.subcharts.includes(value.top) ? undefined : defaultTag(chart, tags.get(folder ?? ''));
      const image = referenceOf(whole, version);
      const { placement } = whole;
      return image === undefined
        ? []
        : [{ image, kind: 'Helm chart', name: chart?.name ?? '', ...(placement && { placement }) }];
    });
  });
}

/** The library that the charts of Bitnami and others share; its templates use `appVersion`. */
const library = 'common';

/** The tag of an image without one; undefined unless all templates agree. */
function defaultTag(chart: Chart | undefined, tags: ReadonlySet<DefaultTag> = new Set()): string | undefined {
  const [only = chart?.subcharts.includes(library) ? 'version' : undefined, other] = tags;
  const version = chart?.appVersion;
  return version === undefined || other !== undefined || only === undefined || only === 'other'
    ? undefined
    : only === 'prefixed'
      ? `v${version}`
      : version;
}

/** The nearest folder with a chart, from a folder upwards. */
function folderOfChart(folder: string, charts: ReadonlyMap<string, unknown>): string | undefined {
  for (let at = folder; ; at = directoryOf(at)) {
    if (charts.has(at)) {
      return at;
    }
    if (at === '.') {
      return undefined;
    }
  }
}

function once(images: readonly WorkloadImage[]): readonly WorkloadImage[] {
  return [...new Map(images.map((image) => [JSON.stringify(image), image])).values()];
}

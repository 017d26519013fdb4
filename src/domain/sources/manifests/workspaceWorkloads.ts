import type { Steps } from '../../steps.ts';
import { Budget, isTooComplex } from '../../untrusted/budget.ts';
import { baseName, directoryOf } from '../fileKinds.ts';
import { chartOfTemplate, chartsIn, type Chart, type DefaultTag } from '../helm/chart.ts';
import { referenceOf, type ChartImage, type ChartPlacement } from '../helm/imageShapes.ts';
import { imageOf } from './kustomization.ts';
import { kustomizedBuilds, type Build, type Builds } from './kustomized.ts';
import type { PodImages } from './podImages.ts';
import { fileOf } from '../helm/rendered.ts';
import type { ManifestFacts } from './manifestFacts.ts';
import { isFilledIn, type WorkloadImage } from './workloads.ts';

/** Of all kustomizations of a folder; above it, they are left out. */
const mostSteps = 1_000_000;

/**
 * The images that the files of a workspace folder name together: kustomizations replace those of the files that they build from, and charts
 * complete those of their values. In steps, because there may be tens of thousands of images.
 */
export function* workspaceWorkloads(files: readonly ManifestFacts[]): Steps<readonly WorkloadImage[]> {
  const found = yield* kustomizedWorkloads(files);
  for (const images of chartWorkloads(files)) {
    for (const image of images) {
      found.push(image);
    }
    yield;
  }
  return yield* once(found);
}

function* kustomizedWorkloads(files: readonly ManifestFacts[]): Steps<WorkloadImage[]> {
  try {
    return yield* manifestWorkloads(files, yield* kustomizedBuilds(files, new Budget(mostSteps)));
  } catch (error) {
    if (!isTooComplex(error)) {
      throw error;
    }
    return yield* manifestWorkloads(files, { of: new Map(), matched: new Set() });
  }
}

/** The images of pods, and those of kustomizations that match none. */
function* manifestWorkloads(files: readonly ManifestFacts[], builds: Builds): Steps<WorkloadImage[]> {
  const found: WorkloadImage[] = [];
  for (const { path, pods } of files) {
    yield;
    const own = builds.of.get(path);
    const file = fileOf(path);
    for (const pod of pods) {
      if (own === undefined) {
        // most files: there may be tens of thousands of images
        const { kind, name, placement } = pod;
        for (const image of pod.images) {
          found.push(placement ? { image, kind, name, placement, file } : { image, kind, name, file });
        }
      } else {
        addBuilt(pod, own, file, found);
      }
    }
  }
  for (const { path, kustomizations } of files) {
    for (const { name, images } of kustomizations) {
      for (const override of images) {
        const image = builds.matched.has(override) ? undefined : imageOf(override);
        if (image !== undefined && isFilledIn(image)) {
          found.push({ image, kind: 'Kustomization', name, file: path });
        }
      }
    }
  }
  return found;
}

/** The images of a pod as each of these kustomizations builds it. */
function addBuilt(
  { kind, name, placement, images, replaceable }: PodImages,
  own: readonly Build[],
  file: string,
  to: WorkloadImage[],
) {
  const replaced = new Set(replaceable);
  for (const image of images) {
    for (const { imageOf: built, moves } of replaced.has(image) ? own : [asItIs]) {
      const used = built(image);
      if (isFilledIn(used)) {
        to.push({ image: used, kind, name, ...(placement && !moves && { placement }), file });
      }
    }
  }
}

const asItIs: Build = { imageOf: (image) => image, moves: false };

/** The images in the values of charts, file by file, with what the chart itself says about them. */
function* chartWorkloads(files: readonly ManifestFacts[]): Generator<readonly WorkloadImage[]> {
  const charts = chartsIn(files);
  const defaults = new Map(
    files.flatMap(({ path, values }) =>
      values && baseName(path) === 'values.yaml' && charts.has(directoryOf(path))
        ? [[directoryOf(path), new Map(values.map((value) => [value.at, value]))] as const]
        : [],
    ),
  );
  const tags = new Map<string, Set<DefaultTag>>();
  for (const { path, defaultTags = [] } of files) {
    const folder = chartOfTemplate(path);
    if (folder !== undefined) {
      tags.set(folder, new Set([...(tags.get(folder) ?? []), ...defaultTags]));
    }
  }
  for (const { path, values: named = [], placements = [] } of files) {
    const folder = folderOfChart(directoryOf(path), charts);
    const chart = folder === undefined ? undefined : charts.get(folder);
    const own = folder === undefined ? undefined : defaults.get(folder);
    const subcharts = new Set(chart?.subcharts);
    const values =
      placements.length === 0 || own === undefined ? named : [...named, ...movedBy(placements, named, own)];
    yield values.flatMap((value): readonly WorkloadImage[] => {
      const whole: ChartImage = { ...own?.get(value.at), ...value };
      const version = subcharts.has(value.top) ? undefined : defaultTag(chart, tags.get(folder ?? ''));
      const image = referenceOf(whole, version);
      const { placement } = whole;
      return image === undefined || !isFilledIn(image)
        ? []
        : [{ image, kind: 'Helm chart', name: chart?.name ?? '', ...(placement && { placement }), file: path }];
    });
  }
}

/** The images of a chart for which another values file sets only where they run. */
function movedBy(
  placements: readonly ChartPlacement[],
  named: readonly ChartImage[],
  own: ReadonlyMap<string, ChartImage>,
): readonly ChartImage[] {
  const known = new Set(named.map(({ at }) => at));
  const byPlace = new Map(placements.map(({ at, placement }) => [at, placement]));
  return [...own.values()].flatMap((image) => {
    const placement = byPlace.get(image.at.slice(0, image.at.lastIndexOf('\n') + 1));
    return placement === undefined || known.has(image.at) ? [] : [{ ...image, placement }];
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

function* once(images: readonly WorkloadImage[]): Steps<readonly WorkloadImage[]> {
  const first = new Map<string, WorkloadImage>();
  /** With other placements than the first one. */
  const others = new Map<string, WorkloadImage[]>();
  for (const one of images) {
    yield;
    const key = `${one.kind}\n${one.name}\n${one.image}`;
    const known = first.get(key);
    if (!known) {
      first.set(key, one);
    } else if (!isSame(known, one)) {
      const more = others.get(key) ?? [];
      if (more.length < mostSame && !more.some((each) => isSame(each, one))) {
        others.set(key, [...more, one]);
      }
    }
  }
  return others.size === 0
    ? [...first.values()]
    : [...first].flatMap(([key, one]) => [one, ...(others.get(key) ?? [])]);
}

/** Different placements of a workload with the same name and image. */
const mostSame = 20;

function isSame({ placement: one }: WorkloadImage, { placement: other }: WorkloadImage): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

import type { TooComplex } from '../../untrusted/budget.ts';
import type { Toleration } from '../../cluster/cluster.ts';
import { good, type Result } from '../../result.ts';
import { readTolerations } from '../../workload/placement.ts';
import { isMapping, text as textOf, type Mapping } from '../../untrusted/values.ts';
import { mappingsOf } from '../../untrusted/yaml.ts';
import { baseName } from '../fileKinds.ts';
import {
  chartOfTemplate,
  defaultTags,
  isChartFile,
  isValuesFile,
  readChart,
  type Chart,
  type DefaultTag,
} from '../helm/chart.ts';
import {
  chartImages,
  chartPlacements,
  referenceOf,
  type ChartImage,
  type ChartPlacement,
} from '../helm/imageShapes.ts';
import { releaseValues } from '../helm/releases.ts';
import { changesPlacement, readKustomization, type Kustomization } from './kustomization.ts';
import { podFacts, type PodImages } from './podImages.ts';

/** What a YAML file says about the images and pods of a workspace. */
export interface ManifestFacts {
  /** Of the file. */
  readonly path: string;
  readonly pods: readonly PodImages[];
  /** Of all pods, each once. */
  readonly tolerations: readonly Toleration[];
  readonly kustomizations: readonly Kustomization[];
  /** It may change where the pods of other files run, as a patch. */
  readonly places: boolean;
  readonly chart?: Chart;
  /** How this template of a chart makes tags. */
  readonly defaultTags?: readonly DefaultTag[];
  /** The images in the values of a chart. */
  readonly values?: readonly ChartImage[];
  /** The placements in the same values. */
  readonly placements?: readonly ChartPlacement[];
}

/** Without one of these words, there is nothing to find and no need to parse. */
const telling = /image|newName|tolerations|repository|nodeSelector|nodeAffinity/i;
const kustomizationFile = /^kustomization\.ya?ml$/;

/** @param path of the file, relative to its folder: names tell kustomizations, charts and their values */
export function manifestFacts(path: string, text: string): Result<ManifestFacts, TooComplex> {
  const name = baseName(path);
  const isNamed = kustomizationFile.test(name);
  const places = changesPlacement(text);
  const tags = chartOfTemplate(path) === undefined ? [] : defaultTags(text);
  const nothing = {
    path,
    pods: [],
    tolerations: [],
    kustomizations: [],
    places,
    ...(tags.length > 0 && { defaultTags: tags }),
  };
  if (name.endsWith('.tpl') || (!telling.test(text) && !isNamed && !isChartFile(name))) {
    return good(nothing);
  }
  const read = mappingsOf(text);
  if (!read.ok) {
    // a template is no YAML, and nobody expects it to be read
    return text.includes('{{') ? good(nothing) : read;
  }
  const objects = read.value;
  const { pods, tolerations } = podFacts(objects);
  const values = isValuesFile(name)
    ? objects.filter(({ apiVersion, kind }) => textOf(apiVersion) === undefined || textOf(kind) === undefined)
    : [];
  const released = releaseValues(objects);
  const placements = values.flatMap(chartPlacements);
  const [chart] = isChartFile(name) ? objects.map(readChart) : [];
  return good({
    ...nothing,
    pods: [...pods, ...released.flatMap(({ object, values: own }) => releasePods(object, own))],
    tolerations: once([
      ...tolerations,
      ...[...values, ...released.flatMap(({ values: own }) => own)].flatMap((each) => nestedTolerations(each)),
    ]),
    kustomizations: objects.flatMap((object) => readKustomization(object, isNamed) ?? []),
    ...(chart && { chart }),
    ...(values.length > 0 && { values: values.flatMap(chartImages) }),
    ...(placements.length > 0 && { placements }),
  });
}

/** The images that a release sets: what it does not say is in a chart elsewhere. */
function releasePods(object: Mapping, values: readonly Mapping[]): readonly PodImages[] {
  const { name } = isMapping(object.metadata) ? object.metadata : {};
  return values.flatMap(chartImages).flatMap(({ placement, ...parts }) => {
    const image = referenceOf(parts);
    return image === undefined
      ? []
      : [
          {
            kind: textOf(object.kind) ?? 'Helm chart',
            name: textOf(name) ?? '',
            images: [image],
            replaceable: [],
            ...(placement && { placement }),
          },
        ];
  });
}

/** Nesting of values. */
const deepest = 32;

function nestedTolerations(value: unknown, depth = 0): readonly Toleration[] {
  if (depth > deepest || typeof value !== 'object' || value === null) {
    return [];
  }
  return [
    ...(isMapping(value) ? readTolerations(value.tolerations) : []),
    ...Object.values(value).flatMap((child) => nestedTolerations(child, depth + 1)),
  ];
}

function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

import { Budget } from '../../untrusted/budget.ts';
import { isMapping, list, mapping, text, type Mapping } from '../../untrusted/values.ts';
import { mappingsWithin } from '../../untrusted/yaml.ts';

/** In characters, for all values of a file that are text: they are YAML again. */
const longest = 256 * 1024;
/** For the same texts with aliases expanded. */
const mostSteps = 1_000_000;
const mostParameters = 1000;

/** Reads a value that is text. */
type ReadText = (written: unknown) => readonly Mapping[];

/**
 * The values that objects of Flux, Argo CD, Kustomize, K3s, Crossplane and Fleet set for a chart.
 *
 * @param objects all of a file, which have one limit together: an alias repeats a text at no cost
 */
export function releaseValues(
  objects: readonly Mapping[],
): readonly { readonly object: Mapping; readonly values: readonly Mapping[] }[] {
  const parsed = textReader();
  return objects.map((object) => ({ object, values: valuesOf(object, parsed) }));
}

function valuesOf(object: Mapping, parsed: ReadText): readonly Mapping[] {
  const spec = mapping(object.spec);
  switch (groupOf(object)) {
    case 'helm.toolkit.fluxcd.io':
      return [mapping(spec.values)];
    case 'helm.cattle.io':
      return parsed(spec.valuesContent);
    case 'helm.crossplane.io':
      return [mapping(mapping(spec.forProvider).values)];
    case 'argoproj.io':
      return [spec, mapping(mapping(spec.template).spec)].flatMap(({ source, sources }) =>
        [source, ...list(sources)].flatMap((each) => argoValues(mapping(mapping(each).helm), parsed)),
      );
    case 'kustomize.config.k8s.io':
    case '':
      // helmCharts of a kustomization; fleet.yaml
      return [
        ...list(object.helmCharts).map((chart) => mapping(mapping(chart).valuesInline)),
        mapping(mapping(object.helm).values),
      ];
    default:
      return [];
  }
}

/** Argo CD, `ApplicationSourceHelm`: an object overrides a text, and parameters override both. */
function argoValues({ values, valuesObject, parameters }: Mapping, parsed: ReadText): readonly Mapping[] {
  return [
    ...(isMapping(valuesObject) ? [valuesObject] : parsed(values)),
    fromParameters(list(parameters).slice(0, mostParameters).map(mapping)),
  ];
}

/** Texts beyond the limits are left out. */
function textReader(): ReadText {
  const budget = new Budget(mostSteps);
  let left = longest;
  return (written) => {
    const yaml = text(written);
    if (yaml === undefined || yaml.length > left) {
      return [];
    }
    left -= yaml.length;
    const read = mappingsWithin(budget, yaml);
    return read.ok ? read.value : [];
  };
}

/** `image.tag` sets a key in a mapping; names with an index or an escaped dot are left out. */
function fromParameters(parameters: readonly Mapping[]): Mapping {
  const values: Record<string, unknown> = {};
  for (const { name, value } of parameters) {
    const path = text(name)?.split('.') ?? [];
    const last = path.pop();
    if (last === undefined || path.length > 16 || /[[\\]/.test(text(name) ?? '')) {
      continue;
    }
    let into = values;
    for (const key of path) {
      const next = Object.hasOwn(into, key) && isMapping(into[key]) ? { ...into[key] } : {};
      Object.defineProperty(into, key, { value: next, enumerable: true, configurable: true, writable: true });
      into = next;
    }
    Object.defineProperty(into, last, { value, enumerable: true, configurable: true, writable: true });
  }
  return values;
}

function groupOf({ apiVersion }: Mapping): string {
  const [group = '', version] = text(apiVersion)?.split('/') ?? [];
  return version === undefined ? '' : group;
}

import { isMapping, list, mapping, text, type Mapping } from '../../untrusted/values.ts';
import { mappingsOf } from '../../untrusted/yaml.ts';

/** In characters, for all values of a file that are text: they are YAML again. */
const longest = 256 * 1024;
const mostParameters = 1000;

/** The values that objects of Flux, Argo CD, Kustomize, K3s, Crossplane and Fleet set for a chart. */
export function releaseValues(object: Mapping): readonly Mapping[] {
  const spec = mapping(object.spec);
  switch (groupOf(object)) {
    case 'helm.toolkit.fluxcd.io':
      return [mapping(spec.values)];
    case 'helm.cattle.io':
      return parsed([spec.valuesContent]);
    case 'helm.crossplane.io':
      return [mapping(mapping(spec.forProvider).values)];
    case 'argoproj.io':
      return [spec, mapping(mapping(spec.template).spec)].flatMap(({ source, sources }) =>
        [source, ...list(sources)].flatMap((each) => argoValues(mapping(mapping(each).helm))),
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
function argoValues({ values, valuesObject, parameters }: Mapping): readonly Mapping[] {
  return [
    ...(isMapping(valuesObject) ? [valuesObject] : parsed([values])),
    fromParameters(list(parameters).slice(0, mostParameters).map(mapping)),
  ];
}

function parsed(written: readonly unknown[]): readonly Mapping[] {
  return written.flatMap((each) => {
    const yaml = text(each);
    const read = yaml === undefined || yaml.length > longest ? undefined : mappingsOf(yaml);
    return read?.ok ? read.value : [];
  });
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

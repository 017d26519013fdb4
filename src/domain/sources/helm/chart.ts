import { list, mapping, text, type Mapping } from '../../untrusted/values.ts';

/** A chart's own description (`Chart.yaml`). */
export interface Chart {
  readonly name: string;
  /** The version of the program: charts use it as the tag of their images (`helm create`, `templates/deployment.yaml`). */
  readonly appVersion?: string;
  /** The keys of values that belong to subcharts. */
  readonly subcharts: readonly string[];
  /** It has helpers for other charts, and no objects of its own. */
  readonly isLibrary?: true;
}

export function readChart({ name, appVersion, dependencies, type }: Mapping): Chart {
  const version = typeof appVersion === 'number' ? String(appVersion) : text(appVersion);
  return {
    name: text(name) ?? '',
    ...(version !== undefined && { appVersion: version }),
    ...(type === 'library' && { isLibrary: true }),
    subcharts: list(dependencies)
      .map(mapping)
      .flatMap((dependency) => text(dependency.alias) ?? text(dependency.name) ?? []),
  };
}

/** `values.yaml`, `values-prod.yaml`, `prod.values.yaml` */
const valuesFile = /(?:^|[._-])values(?:[._-].*)?\.ya?ml$/i;

export function isValuesFile(fileName: string): boolean {
  return valuesFile.test(fileName);
}

export function isChartFile(fileName: string): boolean {
  return fileName === 'Chart.yaml';
}

/** How a chart makes the tag of an image that has none: from `appVersion` as it is, with a `v` before it, or in another way. */
export type DefaultTag = 'version' | 'prefixed' | 'other';

/** The ways in which a template makes such a tag; none if it does not use `appVersion`. */
export function defaultTags(template: string): readonly DefaultTag[] {
  if (!template.includes('AppVersion')) {
    return [];
  }
  const lines = template.split('\n').filter((line) => line.includes('AppVersion') && !elsewhere.test(line));
  return [...new Set(lines.flatMap(defaultTag))];
}

/** Uses of `appVersion` for labels, and for comparisons. */
const elsewhere = /app\.kubernetes\.io|semverCompare/;

function defaultTag(line: string): readonly DefaultTag[] {
  return line.includes('"v%s"') || line.includes('print "v"')
    ? ['prefixed']
    : line.includes('"%s-%s"')
      ? ['other']
      : /\bdefault|\bcoalesce\b|\bprintf\b/.test(line)
        ? ['version']
        : [];
}

/** The folder of the chart that a template belongs to; undefined for other files. */
export function chartOfTemplate(path: string): string | undefined {
  const parts = path.split('/');
  const at = parts.lastIndexOf('templates', parts.length - 2);
  return at < 0 ? undefined : at === 0 ? '.' : parts.slice(0, at).join('/');
}

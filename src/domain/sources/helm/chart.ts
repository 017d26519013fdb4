import { baseName, directoryOf } from '../fileKinds.ts';
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

/** The charts that files describe, by folder. */
export function chartsIn(
  files: readonly { readonly path: string; readonly chart?: Chart }[],
): ReadonlyMap<string, Chart> {
  return new Map(
    files.flatMap(({ path, chart }) =>
      chart && isChartFile(baseName(path)) ? [[directoryOf(path), chart] as const] : [],
    ),
  );
}

/** How a chart makes the tag of an image that has none: from `appVersion` as it is, with a `v` before it, or in another way. */
export type DefaultTag = 'version' | 'prefixed' | 'other';

/** The ways in which a template makes such a tag; none if it does not use `appVersion`. */
export function defaultTags(template: string): readonly DefaultTag[] {
  if (!template.includes('AppVersion') && !template.includes('v%s')) {
    return [];
  }
  const lines = template.split('\n').filter((line) => line.length <= longestLine && !elsewhere.test(line));
  return [...new Set(lines.flatMap(defaultTag))];
}

const longestLine = 2000;
/** Uses of `appVersion` for labels, and for comparisons. */
const elsewhere = /app\.kubernetes\.io|semverCompare/;

function defaultTag(line: string): readonly DefaultTag[] {
  if (!line.includes('AppVersion')) {
    // a helper makes it of what it is given
    return line.includes('v%s') && /tag/i.test(line) ? ['prefixed'] : [];
  }
  if (line.includes('print "v"')) {
    return ['prefixed'];
  }
  // the innermost one
  const [, format] = [...line.slice(0, line.indexOf('AppVersion')).matchAll(/\bprintf "([^"]*)"/g)].at(-1) ?? [];
  if (format !== undefined) {
    return [tagOf(format)];
  }
  return /\bdefault|\bcoalesce\b|"tag" \$?\.Chart\.AppVersion\b/.test(line) || givenToHelper.test(line)
    ? ['version']
    : [];
}

/** `include "app.image" (list .Values.image .Chart.AppVersion)` */
const givenToHelper = /\b(?:include|template) "[^"]*[iI]mage[^"]*" \((?:list|tuple|dict) [^)]*\bChart\.AppVersion\b/;

/** What a format such as `%s/%s:%s` or `%s:%s@%s` makes of the tag. */
function tagOf(format: string): DefaultTag {
  const [named = ''] = format.split('@');
  const last = named.slice(named.lastIndexOf(':') + 1);
  return last === '%s' ? 'version' : last === 'v%s' ? 'prefixed' : 'other';
}

/** The folder of the chart that a template belongs to; undefined for other files. */
export function chartOfTemplate(path: string): string | undefined {
  const parts = path.split('/');
  const at = parts.lastIndexOf('templates', parts.length - 2);
  return at < 0 ? undefined : at === 0 ? '.' : parts.slice(0, at).join('/');
}

import type { BuildSource } from '../../../../domain/sources/buildSource.ts';
import type { FoundSource, FoundSources } from '../../../workspaceSources.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

/** The title of a source: its file, target or service. */
export function sourceLabel(source: BuildSource): string {
  switch (source.kind) {
    case 'dockerfile':
      return source.file;
    case 'bake':
      return source.target;
    case 'compose':
      return source.service;
  }
}

/** Its kind and location. */
export function sourceDescription(source: BuildSource): string {
  switch (source.kind) {
    case 'dockerfile':
      return '';
    case 'bake':
      return source.several
        ? l10n.t('bake group in {0}', bakeFileOf(source.files))
        : l10n.t('bake target in {0}', bakeFileOf(source.files));
    case 'compose':
      return l10n.t('Compose service in {0}', source.files.join(', '));
  }
}

/** Compose files come first in bake's merge order. */
function bakeFileOf(files: readonly string[]): string {
  const own = files.filter((file) => /\.(?:hcl|json)$/.test(file));
  return (own.length > 0 ? own : files).join(', ');
}

/**
 * The sources of a workspace, the last built one first, then the unreadable files.
 *
 * @param onlyOne the result already has a name, which several images cannot share
 */
export function sourceRows(
  { sources, tooComplex }: FoundSources,
  last: FoundSource | undefined,
  onlyOne = false,
): readonly Row[] {
  if (sources.length + tooComplex.length === 0) {
    return [
      {
        id: 'nothing',
        icon: 'info',
        label: l10n.t('Nothing to build here yet'),
        detail: l10n.t('No Dockerfile, Containerfile, bake file or Compose service with a build section was found.'),
        alwaysShow: true,
        message: true,
      },
    ];
  }
  const severalFolders = new Set([...sources, ...tooComplex].map(({ folder }) => folder.uri.toString())).size > 1;
  const rows = sources.map((one, at): Row => {
    const words = [sourceDescription(one.source), severalFolders ? one.folder.name : ''].filter((word) => word !== '');
    return {
      id: String(at),
      icon: icons[one.source.kind],
      label: sourceLabel(one.source),
      description: [...words, ...(one === last ? [l10n.t('last build')] : [])].join(' · '),
      ...(onlyOne && one.source.kind === 'bake' && one.source.several
        ? { detail: l10n.t('Builds several images. Choose one of its targets.'), message: true }
        : {}),
    };
  });
  const first = last ? sources.indexOf(last) : -1;
  const unread = tooComplex.map(({ folder, path }): Row => ({
    id: `too complex ${folder.uri.toString()} ${path}`,
    icon: 'warning',
    label: l10n.t('{0} is too complex to read.', path),
    description: severalFolders ? folder.name : '',
    alwaysShow: true,
    message: true,
  }));
  return [...rows.filter((_, at) => at === first), ...rows.filter((_, at) => at !== first), ...unread];
}

const icons: Readonly<Record<BuildSource['kind'], string>> = {
  dockerfile: 'file',
  bake: 'layers',
  compose: 'server-process',
};

import { fileOf, type BuildSource } from '../../../domain/sources/buildSource.ts';
import type { FoundSource } from '../../workspaceSources.ts';
import type { Row } from '../ui.ts';
import { l10n } from '../../shared/l10n.ts';

/** A source as a title: its file, its target or its service. */
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

/** What it is and where it lies. */
export function sourceDescription(source: BuildSource): string {
  switch (source.kind) {
    case 'dockerfile':
      return '';
    case 'bake':
      return source.several
        ? l10n.t('bake group in {0}', bakeFileOf(source.files))
        : l10n.t('bake target in {0}', bakeFileOf(source.files));
    case 'compose':
      return l10n.t('Compose service in {0}', fileOf(source));
  }
}

/** Compose files come first in what bake merges. */
function bakeFileOf(files: readonly string[]): string {
  return files.find((file) => /\.(hcl|json)$/.test(file)) ?? files[0] ?? '';
}

/**
 * The sources of a workspace, the last one that was built first.
 *
 * @param state `searching` until all files have been read
 * @param onlyOne the result has a name of its own already, which several images cannot share
 */
export function sourceRows(
  found: readonly FoundSource[],
  last: FoundSource | undefined,
  state: 'searching' | 'done',
  onlyOne = false,
): readonly Row[] {
  if (found.length === 0) {
    return state === 'searching'
      ? []
      : [
          {
            id: 'nothing',
            icon: 'info',
            label: l10n.t('There is nothing to build here yet'),
            detail: l10n.t(
              'No Dockerfile, Containerfile, bake file or Compose service with a build section was found.',
            ),
            alwaysShow: true,
            message: true,
          },
        ];
  }
  const severalFolders = new Set(found.map(({ folder }) => folder.uri.toString())).size > 1;
  const rows = found.map((one): Row => {
    const words = [sourceDescription(one.source), severalFolders ? one.folder.name : ''].filter((word) => word !== '');
    return {
      id: String(found.indexOf(one)),
      icon: icons[one.source.kind],
      label: sourceLabel(one.source),
      description: [...words, ...(one === last ? [l10n.t('last build')] : [])].join(' · '),
      ...(onlyOne && one.source.kind === 'bake' && one.source.several
        ? { detail: l10n.t('Builds several images. Choose one of its targets.'), message: true }
        : {}),
    };
  });
  const first = last ? found.indexOf(last) : -1;
  return [...rows.filter((_, at) => at === first), ...rows.filter((_, at) => at !== first)];
}

const icons: Readonly<Record<BuildSource['kind'], string>> = {
  dockerfile: 'file',
  bake: 'layers',
  compose: 'server-process',
};

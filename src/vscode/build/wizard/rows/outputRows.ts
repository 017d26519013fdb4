import type { BuildOutput } from '../../../../domain/build/request.ts';
import type { Capability } from '../../../../domain/builder/capability.ts';
import { isBare, parseReference } from '../../../../domain/image/reference.ts';
import { refusalText } from '../../texts/wizard.ts';
import type { BuilderChoice } from '../../../builders/builderChoice.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

export interface OutputsView {
  readonly builder: BuilderChoice | undefined;
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
  /** The result has a name, either given or from the file. */
  readonly named: boolean;
  /** There will be several images, but only one folder. */
  readonly several: boolean;
  /** The folder of an OCI layout. */
  readonly destination: string;
}

const outputs: readonly BuildOutput[] = ['push', 'load', 'oci', 'cache'];

/** Why an output is currently impossible, and what would help. */
export type Hindrance =
  | { readonly reason: 'noName' | 'noRegistry'; readonly wayOut: 'name' }
  | { readonly reason: 'severalImages'; readonly wayOut: 'push' }
  | Extract<Capability, { ok: false }>;

export function hindranceOf(output: BuildOutput, view: OutputsView): Hindrance | undefined {
  if (!view.named && (output === 'push' || output === 'load')) {
    return { reason: 'noName', wayOut: 'name' };
  }
  if (output === 'push' && view.tags.some(isWithoutRegistry)) {
    return { reason: 'noRegistry', wayOut: 'name' };
  }
  if (view.several && output === 'oci') {
    return { reason: 'severalImages', wayOut: 'push' };
  }
  const capability = view.builder?.capability(output, view.platforms.length);
  return capability?.ok === false ? capability : undefined;
}

/** The possible outputs; below them, the impossible ones and why. */
export function outputRows(view: OutputsView): readonly Row[] {
  const rows = outputs.map((output) => rowOf(output, view));
  const others = rows.filter(({ icon }) => icon === impossible);
  const heading = { id: 'heading:others', label: l10n.t('Not possible now'), heading: true };
  return [...rows.filter((row) => !others.includes(row)), ...(others.length > 0 ? [heading, ...others] : [])];
}

const impossible = 'circle-slash';

function rowOf(output: BuildOutput, view: OutputsView): Row {
  const hindrance = hindranceOf(output, view);
  return {
    id: output,
    icon: hindrance ? impossible : icons[output],
    label: outputLabel(output),
    ...(hindrance
      ? { description: hindranceText(hindrance, view) }
      : {
          ...(output === 'push' && { description: l10n.t('recommended') }),
          detail: outputDetail(output, view),
        }),
  };
}

/** Docker Hub's images without a user name are Docker's own: nobody else may push there. */
export function isWithoutRegistry(tag: string): boolean {
  const parsed = parseReference(tag);
  return parsed.ok && isBare(parsed.value);
}

export function hindranceText(hindrance: Hindrance, { builder, platforms }: OutputsView): string {
  switch (hindrance.reason) {
    case 'noName':
      return l10n.t('not possible without a name');
    case 'noRegistry':
      return l10n.t('not possible: the name has no registry and no Docker Hub user name');
    case 'severalImages':
      return l10n.t('not possible: several images would be written to one folder');
    case 'classicStore':
    case 'severalPlatformsNotLoadable':
    case 'driver':
      return builder ? refusalText(hindrance, builder, platforms.length) : '';
  }
}

export function outputLabel(output: BuildOutput): string {
  switch (output) {
    case 'push':
      return l10n.t('Push to the registry');
    case 'load':
      return l10n.t('Load into the Docker engine');
    case 'oci':
      return l10n.t('Write an OCI layout');
    case 'cache':
      return l10n.t('Fill the build cache only');
  }
}

const icons: Readonly<Record<BuildOutput, string>> = {
  push: 'cloud-upload',
  load: 'desktop-download',
  oci: 'folder',
  cache: 'database',
};

function outputDetail(output: BuildOutput, { tags, destination }: OutputsView): string {
  switch (output) {
    case 'push': {
      const reference = parseReference(tags[0] ?? '');
      return reference.ok
        ? l10n.t('to {0}, then verified to contain every platform', reference.value.domain)
        : l10n.t('then verified to contain every platform');
    }
    case 'load':
      return l10n.t('to run it on this machine');
    case 'oci':
      return l10n.t('to the folder {0}', destination);
    case 'cache':
      return l10n.t('to check that it builds; no image is kept');
  }
}

import type { SafeText } from '../../../domain/safeText.ts';
import { artifactKind, type ArtifactKind } from '../../../domain/image/artifactKind.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { l10n } from '../../shared/l10n.ts';

/** The name of an entry that is not an image. */
export function artifactText(kind: ArtifactKind): SafeText {
  switch (kind) {
    case 'helmChart':
      return l10n.t('Helm chart');
    case 'helmProvenance':
      return l10n.t('Helm chart signature');
    case 'signature':
      return l10n.t('Signature');
    case 'attestation':
      return l10n.t('Attestation');
    case 'sbom':
      return l10n.t('Software bill of materials (SBOM)');
    case 'vulnerabilities':
      return l10n.t('Vulnerability report');
    case 'wasm':
      return l10n.t('WebAssembly module');
    case 'flux':
      return l10n.t('Flux configuration');
    case 'policy':
      return l10n.t('Policies');
    case 'compose':
      return l10n.t('Compose application');
    case 'model':
      return l10n.t('AI model');
    case 'plugin':
      return l10n.t('Docker plugin');
    case 'buildCache':
      return l10n.t('Build cache');
    case 'devContainer':
      return l10n.t('Dev Container feature or template');
    case 'homebrew':
      return l10n.t('Homebrew package');
    case 'singularity':
      return l10n.t('Singularity image');
    case 'files':
      return l10n.t('Files');
  }
}

/** The kind of an image without platforms; undefined if unknown. */
export function artifactIn({ other }: InspectedImage): SafeText | undefined {
  const kinds = other.flatMap(({ artifactType, mediaType }) => artifactKind(artifactType, mediaType) ?? []);
  const [kind] = [...kinds.filter((each) => each === 'buildCache'), ...kinds];
  return kind && artifactText(kind);
}

import type { SafeText } from '../../../../domain/safeText.ts';
import { named, within } from './registryName.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'registryQuota'
  | 'layerTooLarge'
  | 'tagImmutable'
  | 'attestationsUnsupported'
  | 'credentialHelperMissing'
  | 'credentialHelperFailed'
  | 'cacheExport'
  | 'policyDenied';

/** Refusals with a specific reason. */
export const refusalTexts: Pick<Texts, Codes> = {
  registryQuota: (words) => ({
    message: l10n.t('There is no space left for this image at {0}: a quota is used up.', within(words)),
    advice: said(l10n.t('Delete images there, or have the quota increased.'), words),
  }),
  layerTooLarge: (words) => ({
    message: l10n.t('{0}, or a proxy in front of it, does not accept a layer of this size.', named(words)),
    advice: said(l10n.t('Raise the limit there (in nginx: client_max_body_size), or make the layer smaller.'), words),
  }),
  tagImmutable: (words) => ({
    message:
      words.image === undefined
        ? l10n.t('The tag already exists, and {0} does not allow anyone to move it.', within(words))
        : l10n.t('{0} already exists, and {1} does not allow anyone to move its tag.', words.image, within(words)),
    advice: said(l10n.t('Push with another tag, or change the rule for immutable tags there.'), words),
  }),
  attestationsUnsupported: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t('The image has attestations or several platforms (an index), which is not accepted there.')
        : l10n.t('{0} has attestations or several platforms (an index), which is not accepted there.', image),
    advice: l10n.t('Build for one platform, without attestations: “--provenance=false --sbom=false”.'),
  }),
  credentialHelperMissing: ({ path }) => ({
    message:
      path === undefined
        ? l10n.t('The credential helper for registry passwords was not found.')
        : l10n.t('The credential helper for registry passwords was not found: {0}.', path),
    advice: l10n.t(
      'Install it, or remove “credsStore” or the “credHelpers” entry from ~/.docker/config.json and log in again.',
    ),
  }),
  credentialHelperFailed: (words) => ({
    message: l10n.t('The credential helper did not provide the password for {0}.', within(words)),
    advice: said(
      words.command === undefined
        ? l10n.t('Log in again with “docker login”. The helper may need to be unlocked first.')
        : l10n.t('Log in again with “{0}”. The helper may need to be unlocked first.', words.command),
      words,
    ),
  }),
  cacheExport: (words) => ({
    message: l10n.t('The image was built, but its build cache could not be written.'),
    advice: said(
      l10n.t(
        'Remove “cacheTo” to build without it. A registry that rejects it may accept it with “image-manifest=true,oci-mediatypes=true”.',
      ),
      words,
    ),
  }),
  policyDenied: ({ detail }) => ({
    message: l10n.t('A policy of this build does not allow one of its sources.'),
    advice:
      detail === undefined
        ? l10n.t('See the policy file next to the Dockerfile (Dockerfile.rego).')
        : l10n.t('See the policy file next to the Dockerfile (Dockerfile.rego). Docker reported: {0}.', detail),
  }),
};

function said(advice: SafeText, { detail }: Words): SafeText {
  return detail === undefined ? advice : l10n.t('{0} Docker reported: {1}.', advice, detail);
}

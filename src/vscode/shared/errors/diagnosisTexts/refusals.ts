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

/** Refusals that name their reason. */
export const refusalTexts: Pick<Texts, Codes> = {
  registryQuota: (words) => ({
    message: l10n.t('There is no room left for this image at {0}: a quota is used up.', within(words)),
    advice: said(l10n.t('Delete images there, or have the quota raised.'), words),
  }),
  layerTooLarge: (words) => ({
    message: l10n.t('{0}, or a proxy in front of it, does not take a layer of this size.', named(words)),
    advice: said(l10n.t('Raise the limit there (in nginx: client_max_body_size), or make the layer smaller.'), words),
  }),
  tagImmutable: (words) => ({
    message:
      words.image === undefined
        ? l10n.t('The tag exists already, and {0} does not let anybody move it.', within(words))
        : l10n.t('{0} exists already, and {1} does not let anybody move its tag.', words.image, within(words)),
    advice: said(l10n.t('Push under another tag, or change the rule for immutable tags there.'), words),
  }),
  attestationsUnsupported: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t(
            'The image is an index, as attestations and several platforms make it, and that is not accepted there.',
          )
        : l10n.t(
            '{0} is an index, as attestations and several platforms make it, and that is not accepted there.',
            image,
          ),
    advice: l10n.t('Build for one platform, without attestations: “--provenance=false --sbom=false”.'),
  }),
  credentialHelperMissing: ({ path }) => ({
    message:
      path === undefined
        ? l10n.t('The program that keeps registry passwords was not found.')
        : l10n.t('The program that keeps registry passwords was not found: {0}.', path),
    advice: l10n.t(
      'Install it, or remove “credsStore” or the entry of “credHelpers” from ~/.docker/config.json and log in again.',
    ),
  }),
  credentialHelperFailed: (words) => ({
    message: l10n.t('The program that keeps registry passwords did not give the one for {0}.', within(words)),
    advice: said(
      words.command === undefined
        ? l10n.t('Log in again with “docker login”; the program may want to be unlocked first.')
        : l10n.t('Log in again with “{0}”; the program may want to be unlocked first.', words.command),
      words,
    ),
  }),
  cacheExport: (words) => ({
    message: l10n.t('The image is built, but its build cache could not be written.'),
    advice: said(
      l10n.t(
        'Remove “cacheTo” to build without it. A registry that does not take it may with “image-manifest=true,oci-mediatypes=true”.',
      ),
      words,
    ),
  }),
  policyDenied: ({ detail }) => ({
    message: l10n.t('A policy of this build does not allow one of its sources.'),
    advice:
      detail === undefined
        ? l10n.t('See the policy file beside the Dockerfile (Dockerfile.rego).')
        : l10n.t('See the policy file beside the Dockerfile (Dockerfile.rego). Docker said: {0}.', detail),
  }),
};

function said(advice: SafeText, { detail }: Words): SafeText {
  return detail === undefined ? advice : l10n.t('{0} Docker said: {1}.', advice, detail);
}

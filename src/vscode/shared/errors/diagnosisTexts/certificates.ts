import type { SafeText } from '../../../../domain/safeText.ts';
import { ownConfig } from './registry.ts';
import { within } from './registryName.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes = 'registryUnknownCertificate' | 'registryCertificateExpired' | 'registryCertificateName';

/** Certificates of registries and their token services. */
export const certificateTexts: Pick<Texts, Codes> = {
  registryUnknownCertificate: (words) =>
    words.reason === 'client'
      ? {
          message: l10n.t('{0} rejected the client certificate of this builder, or requires one.', owner(words)),
          advice: l10n.t('Configure a certificate and key for the builder that the registry accepts.'),
        }
      : {
          message: l10n.t('The certificate of {registry} is not trusted.', { registry: owner(words) }),
          advice: unknownAdvice(words),
        },
  registryCertificateExpired: (words) => ({
    message:
      words.reason === 'notYet'
        ? l10n.t('The certificate of {0} is not valid yet.', owner(words))
        : l10n.t('The certificate of {0} has expired.', owner(words)),
    advice:
      words.detail === undefined
        ? l10n.t('Check the clock of the builder’s machine. If it is correct, the certificate must be renewed.')
        : l10n.t(
            'Check the clock of the builder’s machine. If it is correct, the certificate must be renewed. Docker reported: {0}.',
            words.detail,
          ),
  }),
  registryCertificateName: (words) => ({
    message: l10n.t('The certificate of {0} was issued for another name.', owner(words)),
    advice:
      words.detail === undefined
        ? l10n.t('Use a name from the certificate, or have one issued for this name or IP address.')
        : l10n.t(
            'Use a name from the certificate, or have one issued for this name or IP address. Docker reported: {0}.',
            words.detail,
          ),
  }),
};

/** The owner of the certificate; a registry's token service can be another machine. */
function owner(words: Words): SafeText {
  return words.server === undefined
    ? within(words)
    : l10n.t('{0} (which checks logins for {1})', words.server, within(words));
}

function unknownAdvice(words: Words): SafeText {
  if (ownConfig(words)) {
    return l10n.t('Create the builder with a buildkitd.toml that sets the CA certificate (ca) for this registry.');
  }
  const host = words.server ?? words.registry;
  return host === undefined
    ? l10n.t('Add its CA certificate to the Docker engine.')
    : l10n.t('On the engine’s machine, save its CA certificate as /etc/docker/certs.d/{registry}/ca.crt.', {
        registry: host,
      });
}

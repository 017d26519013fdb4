import { longestPiece, safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'kubectlNotFound'
  | 'kubeconfigInvalid'
  | 'clusterContextMissing'
  | 'clusterForbidden'
  | 'clusterUnreachable'
  | 'clusterUnauthorized'
  | 'clusterLoginFailed'
  | 'clusterCertificate'
  | 'clusterFailed';

/** Clusters whose platforms cannot be read. */
export const clusterTexts: Pick<Texts, Codes> = {
  kubectlNotFound: () => ({
    message: l10n.t('The Kubernetes command-line tool “kubectl” was not found on this machine.'),
    advice: l10n.t(
      'Install it, or set its path in the setting “multiarch.kubectl.path”. Until then, declare the platforms of the cluster.',
    ),
  }),
  kubeconfigInvalid: ({ file, detail, reason }) => ({
    message:
      file === undefined
        ? l10n.t('The kubeconfig cannot be read.')
        : reason === 'tooComplex'
          ? l10n.t('{0} is too complex to read.', file)
          : l10n.t('{file} cannot be read.', { file }),
    ...(detail !== undefined && { advice: l10n.t('Could not parse: {detail}.', { detail }) }),
  }),
  clusterContextMissing: ({ context }) => ({
    message:
      context === undefined
        ? l10n.t('The kubeconfig does not contain this context.')
        : l10n.t('The kubeconfig does not contain the context “{context}”.', { context }),
    advice: l10n.t('It may have been renamed or removed. Choose the clusters again.'),
  }),
  clusterForbidden: (words) => ({
    message: forbidden(words),
    ...(words.reason === undefined
      ? { advice: l10n.t('Ask its administrator for permission to list nodes, or declare its platforms.') }
      : said(words.detail)),
  }),
  clusterUnreachable: (words) => ({
    message:
      words.reason === 'timeout'
        ? l10n.t('Timed out waiting for {cluster}.', { cluster: clusterOf(words) })
        : words.reason === 'cut'
          ? l10n.t('The response of {cluster} ended too early.', { cluster: clusterOf(words) })
          : l10n.t('Cannot connect to {cluster}.', { cluster: clusterOf(words) }),
    advice:
      words.detail === undefined
        ? l10n.t('Check that it is running, and whether it needs a VPN.')
        : l10n.t('Check that it is running, and whether it needs a VPN. kubectl reported: {detail}.', {
            detail: words.detail,
          }),
  }),
  clusterUnauthorized: (words) => ({
    message: l10n.t('The login to {cluster} was rejected.', { cluster: clusterOf(words) }),
    advice: l10n.t('Log in again as you do for kubectl, then check again.'),
  }),
  clusterLoginFailed: (words) => ({
    message:
      words.reason === 'timeout'
        ? l10n.t('Logging in to {cluster} timed out.', { cluster: clusterOf(words) })
        : l10n.t('Logging in to {cluster} failed.', { cluster: clusterOf(words) }),
    advice:
      words.detail === undefined
        ? l10n.t('The login plugin in your kubeconfig may need your input. Run kubectl in a terminal once.')
        : l10n.t(
            'The login plugin in your kubeconfig may need your input. Run kubectl in a terminal once. The plugin reported: {detail}.',
            { detail: words.detail },
          ),
  }),
  clusterCertificate: (words) => ({
    message: certificate(words),
    ...said(words.detail),
  }),
  clusterFailed: (words) => ({
    message: failed(words),
    ...said(words.detail),
  }),
};

function forbidden(words: Words): SafeText {
  const cluster = clusterOf(words);
  switch (words.reason) {
    case 'workloads':
      return l10n.t('No permission to list the workloads of {cluster}.', { cluster });
    case 'restart':
      return l10n.t('No permission to restart this workload of {cluster}.', { cluster });
    case 'rollout':
      return l10n.t('No permission to follow the rollout in {cluster}.', { cluster });
    case 'undo':
      return l10n.t('No permission to undo the rollout in {cluster}.', { cluster });
    case undefined:
    default:
      return l10n.t('No permission to list the nodes of {cluster}.', { cluster });
  }
}

function certificate(words: Words): SafeText {
  const cluster = clusterOf(words);
  switch (words.reason) {
    case 'authority':
      return l10n.t('The certificate of {0} is not trusted.', cluster);
    case 'expired':
      return l10n.t('The certificate of {0} has expired.', cluster);
    case 'notYet':
      return l10n.t('The certificate of {0} is not valid yet; check the clock of this machine.', cluster);
    case 'name':
      return l10n.t('The certificate of {0} was issued for another name.', cluster);
    case 'client':
      return l10n.t('Your client certificate for {0} was rejected.', cluster);
    case undefined:
    default:
      return l10n.t('The certificate of {cluster}, or your client certificate for it, was rejected.', { cluster });
  }
}

function failed(words: Words): SafeText {
  const cluster = clusterOf(words);
  switch (words.reason) {
    case 'workloads':
      return l10n.t('The workloads of {cluster} cannot be read.', { cluster });
    case 'restart':
      return l10n.t('The workload of {cluster} could not be restarted.', { cluster });
    case 'rollout':
      return l10n.t('The rollout in {cluster} could not be followed to the end.', { cluster });
    case 'undo':
      return l10n.t('The rollout in {cluster} could not be undone.', { cluster });
    case undefined:
    default:
      return l10n.t('The nodes of {cluster} cannot be read.', { cluster });
  }
}

function clusterOf({ context }: Words): SafeText {
  return context === undefined ? l10n.t('the cluster') : safeText(context, longestPiece);
}

function said(detail: string | undefined): { readonly advice?: SafeText } {
  return detail === undefined ? {} : { advice: l10n.t('kubectl reported: {detail}.', { detail }) };
}

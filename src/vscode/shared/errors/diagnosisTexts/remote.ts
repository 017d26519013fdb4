import { longestPiece, safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { Explanation, Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes = 'builderLogin' | 'builderCertificate';

/** Builders and engines on other machines. */
export const remoteTexts: Pick<Texts, Codes> = {
  builderLogin: (words) => ({
    message:
      words.reason === 'hostKey'
        ? l10n.t('SSH does not know the host key of {0}.', machine(words))
        : l10n.t('{0} rejected your SSH login.', machineFirst(words)),
    advice: withWords(
      words.reason === 'hostKey'
        ? l10n.t('Connect to it once with “ssh” in a terminal, and compare the key.')
        : l10n.t('Check the user and key with “ssh” in a terminal. A key with a passphrase must be in the SSH agent.'),
      words,
    ),
  }),
  builderCertificate: (words) => ({ message: certificate(words), advice: certificateAdvice(words) }),
};

/** The current engine is on another machine and does not respond. */
export function remoteEngine(words: Words): Explanation {
  const place = machine(words);
  switch (words.reason ?? '') {
    case 'name':
      return {
        message: l10n.t('The Docker engine on {0} cannot be reached: the host name is unknown.', place),
        advice: withWords(l10n.t('Check the name in the builder or Docker context, and your network or VPN.'), words),
      };
    case 'noDocker':
      return {
        message: l10n.t('There is no “docker” program on {0}.', place),
        advice: withWords(
          l10n.t('Install Docker there, or put it on the PATH of SSH logins that run a command.'),
          words,
        ),
      };
    case 'noSsh':
      return {
        message: l10n.t('The Docker engine on {0} cannot be reached: this machine has no “ssh” program.', place),
        advice: l10n.t('Install an OpenSSH client.'),
      };
    case 'busy':
      return {
        message: l10n.t('The SSH server on {0} closed the connection.', place),
        advice: withWords(
          l10n.t(
            'It may refuse this many connections at once (MaxStartups in its sshd_config), or block this machine.',
          ),
          words,
        ),
      };
    default:
      return {
        message: l10n.t('The Docker engine on {0} is not responding.', place),
        advice: withWords(l10n.t('Check that the machine can be reached and that Docker is running on it.'), words),
      };
  }
}

/** A BuildKit that is not accessed through an engine. */
export function remoteBuildKit(words: Words): Explanation {
  const place = machine(words);
  return {
    message:
      words.reason === 'name'
        ? l10n.t('BuildKit on {0} cannot be reached: the host name is unknown.', place)
        : l10n.t('BuildKit on {0} is not responding.', place),
    advice: withWords(l10n.t('Check the builder’s address, and that BuildKit is running there.'), words),
  };
}

function certificate(words: Words): SafeText {
  const place = machine(words);
  switch (words.reason ?? '') {
    case 'expired':
      return l10n.t('The certificate of {0} has expired.', place);
    case 'notYet':
      return l10n.t('The certificate of {0} is not valid yet.', place);
    case 'name':
      return l10n.t('The certificate of {0} was issued for another name.', place);
    case 'client':
      return l10n.t('{0} rejected your client certificate.', machineFirst(words));
    default:
      return l10n.t('The certificate of {0} is not trusted.', place);
  }
}

function certificateAdvice(words: Words): SafeText {
  switch (words.reason ?? '') {
    case 'expired':
    case 'notYet':
      return withWords(l10n.t('Check the clocks of both machines. If they are correct, renew the certificate.'), words);
    case 'name':
      return withWords(l10n.t('Use a name from the certificate, or set the builder’s “servername”.'), words);
    case 'client':
      return withWords(l10n.t('Check “cert” and “key” of the builder, or those of the Docker context.'), words);
    default:
      return withWords(l10n.t('Check “cacert” of the builder, or the CA file of the Docker context.'), words);
  }
}

/** Its location, as far as known: `arm.example.com (node multi1 of builder multi)`. */
function machine(words: Words): SafeText {
  const { host } = words;
  const of = builderOf(words);
  return host === undefined
    ? (of ?? l10n.t('the builder’s machine'))
    : of === undefined
      ? safeText(host, longestPiece)
      : l10n.t('{0} ({1})', host, of);
}

function machineFirst(words: Words): SafeText {
  return words.host === undefined && words.builder === undefined ? l10n.t('The builder’s machine') : machine(words);
}

function builderOf({ builder, node }: Words): SafeText | undefined {
  return builder === undefined
    ? undefined
    : node === undefined
      ? l10n.t('builder {0}', builder)
      : l10n.t('node {0} of builder {1}', node, builder);
}

/** The message of ssh, the remote side or Go. */
function withWords(advice: SafeText, { detail }: Words): SafeText {
  return detail === undefined ? advice : l10n.t('{0} It reported: {1}.', advice, detail);
}

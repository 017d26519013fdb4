import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes = 'contextUnreadable' | 'copyFromMissing' | 'sshAgentMissing' | 'gitFailed' | 'entitlementDenied';

/** What a build may read and use. */
export const accessTexts: Pick<Texts, Codes> = {
  contextUnreadable: ({ path }) => ({
    message:
      path === undefined
        ? l10n.t('You do not have permission to read a file in the build context.')
        : l10n.t('You do not have permission to read {0} in the build context.', path),
    advice: l10n.t('Add it to .dockerignore, change its permissions, or choose a smaller context folder.'),
  }),
  copyFromMissing: ({ file, found }) => ({
    message:
      file === undefined || found === undefined
        ? l10n.t('A file to copy is not in the stage, image or context that “--from” names.')
        : l10n.t('{0} is not in “{1}”, which “--from” names.', file, found),
    advice: l10n.t(
      'Check the path, and whether an earlier step of that stage creates it on every platform. The context folder is not searched.',
    ),
  }),
  sshAgentMissing: ({ reason, found }) => ({
    message:
      reason === 'notForwarded'
        ? found === undefined
          ? l10n.t('The build needs an SSH key that was not forwarded.')
          : l10n.t('The build needs the SSH key “{0}”, which was not forwarded.', found)
        : l10n.t('The SSH agent for the build cannot be reached.'),
    advice:
      reason === 'notForwarded'
        ? l10n.t('Add “--ssh default” to the task’s “extraArgs”.')
        : l10n.t(
            'Start an SSH agent and add your key (“ssh-add”). Then start VS Code from an environment in which SSH_AUTH_SOCK is set.',
          ),
  }),
  gitFailed: (words) => ({ message: gitSays(words), advice: gitAdvice(words) }),
  entitlementDenied: ({ found, reason }) => ({
    message:
      found === undefined
        ? l10n.t('The build needs an entitlement that was not granted.')
        : l10n.t('The build needs the entitlement “{0}”, which was not granted.', found),
    advice:
      reason === 'daemon'
        ? l10n.t(
            'The builder does not allow it. If you trust the Dockerfile, create a builder with “--buildkitd-flags "--allow-insecure-entitlement=NAME"”.',
          )
        : l10n.t('If you trust the Dockerfile, add “--allow” with its name to the task’s “extraArgs”.'),
  }),
};

function gitSays({ reason }: Words): SafeText {
  switch (reason ?? '') {
    case 'missing':
      return l10n.t('The context or Dockerfile comes from a Git repository, but Git was not found.');
    case 'login':
      return l10n.t('The Git repository to build does not exist, or requires a login.');
    case 'ref':
      return l10n.t('The Git repository to build has no such branch, tag or commit.');
    default:
      return l10n.t('The Git repository to build could not be fetched.');
  }
}

function gitAdvice({ reason, detail }: Words): SafeText {
  const advice =
    reason === 'missing'
      ? l10n.t('Install Git on the machine that reports this: this machine, or the builder’s.')
      : reason === 'login'
        ? l10n.t('Check its address. Provide a token as the secret GIT_AUTH_TOKEN, or forward an SSH key.')
        : l10n.t('Check its address, and whether the builder’s network can reach it.');
  return detail === undefined ? advice : l10n.t('{0} Git reported: {1}.', advice, detail);
}

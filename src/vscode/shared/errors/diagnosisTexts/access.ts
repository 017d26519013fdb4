import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes = 'contextUnreadable' | 'copyFromMissing' | 'sshAgentMissing' | 'gitFailed' | 'entitlementDenied';

/** What a build may read and use. */
export const accessTexts: Pick<Texts, Codes> = {
  contextUnreadable: ({ path }) => ({
    message:
      path === undefined
        ? l10n.t('You are not allowed to read a file of the build context.')
        : l10n.t('You are not allowed to read {0} in the build context.', path),
    advice: l10n.t('Add it to .dockerignore, change its permissions, or choose a smaller context folder.'),
  }),
  copyFromMissing: ({ file, found }) => ({
    message:
      file === undefined || found === undefined
        ? l10n.t('A file to copy is not in the stage, image or context that “--from” names.')
        : l10n.t('{0} is not in “{1}”, which “--from” names.', file, found),
    advice: l10n.t(
      'Check the path, and whether an earlier step of that stage makes it on every platform. It is not looked for in the context folder.',
    ),
  }),
  sshAgentMissing: ({ reason, found }) => ({
    message:
      reason === 'notForwarded'
        ? found === undefined
          ? l10n.t('The build needs an SSH key that was not forwarded.')
          : l10n.t('The build needs the SSH key “{0}”, which was not forwarded.', found)
        : l10n.t('The SSH agent that the build is to use cannot be reached.'),
    advice:
      reason === 'notForwarded'
        ? l10n.t('Add “--ssh default” to “extraArgs” of the task.')
        : l10n.t(
            'Start an SSH agent and add your key (“ssh-add”), then start VS Code from where SSH_AUTH_SOCK is set.',
          ),
  }),
  gitFailed: (words) => ({ message: gitSays(words), advice: gitAdvice(words) }),
  entitlementDenied: ({ found, reason }) => ({
    message:
      found === undefined
        ? l10n.t('The build needs a privilege that it was not given.')
        : l10n.t('The build needs the privilege “{0}”, which it was not given.', found),
    advice:
      reason === 'daemon'
        ? l10n.t(
            'The builder does not give it: create one with “--buildkitd-flags "--allow-insecure-entitlement=NAME"”, if you trust the Dockerfile.',
          )
        : l10n.t('If you trust the Dockerfile, add “--allow” with its name to “extraArgs” of the task.'),
  }),
};

function gitSays({ reason }: Words): SafeText {
  switch (reason ?? '') {
    case 'missing':
      return l10n.t('The context or Dockerfile comes from a Git repository, and Git was not found.');
    case 'login':
      return l10n.t('The Git repository that is built does not exist, or wants a login.');
    case 'ref':
      return l10n.t('The Git repository that is built has no such branch, tag or commit.');
    default:
      return l10n.t('The Git repository that is built could not be fetched.');
  }
}

function gitAdvice({ reason, detail }: Words): SafeText {
  const advice =
    reason === 'missing'
      ? l10n.t('Install Git where this is said: on this machine, or on the builder’s.')
      : reason === 'login'
        ? l10n.t('Check its address; give a token as the secret GIT_AUTH_TOKEN, or forward an SSH key.')
        : l10n.t('Check its address, and whether the builder’s network reaches it.');
  return detail === undefined ? advice : l10n.t('{0} Git said: {1}.', advice, detail);
}

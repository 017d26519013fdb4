import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'platformsMissing'
  | 'platformsLost'
  | 'bakeNamesImage'
  | 'severalImages'
  | 'pushNotWanted'
  | 'notVerified'
  | 'invalidRequest'
  | 'untrusted'
  | 'cancelled'
  | 'unknown';

/** How a build ended, or why it did not begin. */
export const outcomeTexts: Pick<Texts, Codes> = {
  platformsMissing: (words) => ({
    message: missing(words),
    advice: l10n.t('Build again; if it stays so, the log shows what Docker did.'),
  }),
  platformsLost: ({ image, platform, reason }) => ({
    message:
      image === undefined || platform === undefined
        ? l10n.t('Nothing was pushed: the tag would lose platforms.')
        : l10n.t('Nothing was pushed: {image} would lose {platform}.', { image, platform }),
    advice:
      reason === 'keep'
        ? l10n.t('They cannot be kept, because the bake file or “extraArgs” names the image itself.')
        : l10n.t('Set “onMissingPlatforms” of the task to “keep” or “replace”, or push another tag.'),
  }),
  bakeNamesImage: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t('Nothing was built: the file pushes other names than the one that is asked for.')
        : l10n.t('Nothing was built: the file pushes {image}, whatever tag is asked for.', { image }),
    advice: l10n.t('Choose a single target, and remove “name” from its “output”.'),
  }),
  severalImages: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('Nothing was built: several images cannot have the same name.')
        : l10n.t('Nothing was built: {detail} are several images, which cannot have the same name.', { detail }),
    advice: l10n.t('Choose one of these targets, or leave “tags” out: the file names the images then.'),
  }),
  pushNotWanted: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('Nothing was built: the file sends something to a registry, and this build does not push.')
        : l10n.t('Nothing was built: target {detail} sends something to a registry, and this build does not push.', {
            detail,
          }),
    advice: l10n.t('Set “output” of the task to “push”, or remove what pushes from the file and “extraArgs”.'),
  }),
  notVerified: ({ detail }) => ({
    message: l10n.t('The build ended well, but its result could not be read back.'),
    ...(detail !== undefined && { advice: l10n.t('Docker said: {detail}.', { detail }) }),
  }),
  invalidRequest: ({ detail, reason, image }) => ({
    message:
      reason === 'twice' && image !== undefined
        ? l10n.t('Two outputs of this build store the same image {0}: keep one of them.', image)
        : detail === undefined
          ? l10n.t('This build cannot be started.')
          : reason === 'call'
            ? l10n.t('The request is not valid: {detail}.', { detail })
            : l10n.t('This build cannot be started: {detail}.', { detail }),
  }),
  untrusted: () => ({
    message: l10n.t('Nothing is built in a workspace that is not trusted.'),
    advice: l10n.t('If you trust it, run “Workspaces: Manage Workspace Trust” from the command palette.'),
  }),
  cancelled: () => ({ message: l10n.t('The build was cancelled.') }),
  unknown: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('The build failed, and Docker did not say why.')
        : l10n.t('The build failed: {detail}.', { detail }),
    advice: l10n.t('The log has everything that Docker wrote.'),
  }),
};

function missing({ platform, image }: Words): SafeText {
  if (platform === undefined) {
    return l10n.t('The image was not made for every platform that was asked for.');
  }
  return image === undefined
    ? l10n.t('The image was made without {platform}.', { platform })
    : l10n.t('The image {image} is there, but without {platform}.', { image, platform });
}

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

/** How a build ended, or why it did not start. */
export const outcomeTexts: Pick<Texts, Codes> = {
  platformsMissing: (words) => ({
    message: missing(words),
    advice: l10n.t('Build again. If the error persists, the log shows what Docker did.'),
  }),
  platformsLost: ({ image, platform, reason }) => ({
    message:
      image === undefined || platform === undefined
        ? l10n.t('Nothing was pushed: the tag would lose platforms.')
        : l10n.t('Nothing was pushed: {image} would lose {platform}.', { image, platform }),
    advice:
      reason === 'keep'
        ? l10n.t('They cannot be kept, because the bake file or “extraArgs” sets the image name itself.')
        : l10n.t('Set the task’s “onMissingPlatforms” to “keep” or “replace”, or push another tag.'),
  }),
  bakeNamesImage: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t('Nothing was built: the file pushes other names than the requested one.')
        : l10n.t('Nothing was built: the file pushes {image}, regardless of the requested tag.', { image }),
    advice: l10n.t('Choose a single target, and remove “name” from its “output”.'),
  }),
  severalImages: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('Nothing was built: several images cannot have the same name.')
        : l10n.t('Nothing was built: {detail} are several images, which cannot have the same name.', { detail }),
    advice: l10n.t('Choose one of these targets, or omit “tags”: the file then defines the names.'),
  }),
  pushNotWanted: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('Nothing was built: the file sends something to a registry, and this build does not push.')
        : l10n.t('Nothing was built: target {detail} sends something to a registry, and this build does not push.', {
            detail,
          }),
    advice: l10n.t('Set the task’s “output” to “push”, or remove what pushes from the file and “extraArgs”.'),
  }),
  notVerified: ({ detail }) => ({
    message: l10n.t('The build succeeded, but its result could not be read back.'),
    ...(detail !== undefined && { advice: l10n.t('Docker reported: {detail}.', { detail }) }),
  }),
  invalidRequest: ({ detail, reason, image, builder = '' }) => ({
    message:
      reason === 'severalNodes'
        ? l10n.t('Nothing was built: “pushByDigest” requires a builder with one node, and {0} has several.', builder)
        : reason === 'twice' && image !== undefined
          ? l10n.t('Two outputs of this build store the same image {0}. Keep one of them.', image)
          : detail === undefined
            ? l10n.t('This build cannot be started.')
            : reason === 'call'
              ? l10n.t('The request is not valid: {detail}.', { detail })
              : l10n.t('This build cannot be started: {detail}.', { detail }),
  }),
  untrusted: () => ({
    message: l10n.t('Nothing is built in an untrusted workspace.'),
    advice: l10n.t('If you trust it, run “Workspaces: Manage Workspace Trust” from the Command Palette.'),
  }),
  cancelled: () => ({ message: l10n.t('The build was canceled.') }),
  unknown: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('The build failed, and Docker did not report why.')
        : l10n.t('The build failed: {detail}.', { detail }),
    advice: l10n.t('The log contains everything that Docker wrote.'),
  }),
};

function missing({ platform, image }: Words): SafeText {
  if (platform === undefined) {
    return l10n.t('The image was not built for every requested platform.');
  }
  return image === undefined
    ? l10n.t('The image was built without {platform}.', { platform })
    : l10n.t('The image {image} exists, but without {platform}.', { image, platform });
}

import { safeText, joinText, type SafeText } from '../../../domain/safeText.ts';
import { accessText, type Access } from '../../../domain/policy/access.ts';
import type { Loss } from '../../../domain/policy/pushes.ts';
import type { BuildNote } from '../../../services/builds/follow.ts';
import { l10n } from '../../shared/l10n.ts';
import { oldBuildxTexts } from '../../shared/text/oldBuildx.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';

/** The question before a build that would do more than its files show. */
export const accessTexts = {
  question: (files: string) => l10n.t('Allow {0} to access resources outside the workspace folder?', files),
  detail: (lines: readonly SafeText[]) => [...lines, l10n.t('You will be asked again if the file changes.')],
  allow: () => l10n.t('Allow and Build'),
  more: (count: number) => l10n.t('and {0} more', count),
  line: accessLine,
};

function accessLine(access: Access): SafeText {
  const { right, value = '' } = access;
  switch (right) {
    case 'fs.read':
      return l10n.t('Reads {0}', value);
    case 'fs.write':
      return l10n.t('Writes {0}', value);
    case 'network.host':
      return l10n.t('Build steps use the network of the build machine');
    case 'security.insecure':
      return l10n.t('Build steps run privileged on the build machine');
    case 'ssh':
      return l10n.t('Build steps can use your SSH agent');
    case 'device':
      return value === ''
        ? l10n.t('Build steps use devices of the build machine')
        : l10n.t('Build steps use the device {0} of the build machine', value);
    case 'buildx-local-delete':
      return l10n.t('Deletes files from its output folder that it did not write');
    default:
      return safeText(accessText(access));
  }
}

/** The question before a push that would remove platforms from a tag. */
export const lossTexts = {
  question: (losses: readonly Loss[]) => {
    const [only, ...more] = losses;
    return only && more.length === 0
      ? l10n.t('{0} would lose {1}.', only.tag, only.lost.join(', '))
      : l10n.t('{0} tags would lose platforms.', losses.length);
  },
  detail: (losses: readonly Loss[]) => losses.map(lossLine),
  keep: () => l10n.t('Keep Platforms'),
  replace: () => l10n.t('Replace'),
  otherTag: () => l10n.t('Use Another Tag…'),
  otherTagPrompt: () => l10n.t('Image name and tag to push instead'),
  sameTag: () => l10n.t('This tag would lose platforms.'),
};

function lossLine({ tag, lost, coming, digest }: Loss): SafeText {
  const built =
    coming.length > 0
      ? l10n.t('{0}: the build is for {1}; the tag also has {2}.', tag, coming.join(', '), lost.join(', '))
      : l10n.t('{0}: the platform of the build is unknown; the tag has {1}.', tag, lost.join(', '));
  return joinText([built, l10n.t('The current digest {0} can be restored.', digest)], ' ');
}

/** A line in the terminal. */
export function noteLine(note: BuildNote): SafeText {
  switch (note.kind) {
    case 'oldBuildx':
      return oldBuildxTexts.long(note.old);
    case 'atTop':
      return l10n.t('Its paths are relative to the workspace folder, so it runs there and not in {0}.', note.folder);
    case 'notSent':
      return l10n.t('Omitted because this build does not push: {0}', note.left.join(', '));
    case 'unread':
      return l10n.t(
        'The platforms of {0} are unknown, so some may be lost: {1}',
        note.tag,
        failureText(note.diagnosis).message,
      );
    case 'aside':
      return l10n.t(
        '{0} keeps {1}: the build is pushed to {2} first, then the tag is moved once.',
        note.tag,
        note.platforms.join(', '),
        note.side,
      );
  }
}

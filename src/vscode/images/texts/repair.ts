import { l10n } from '../../shared/l10n.ts';

/** What is said before and after a tag is made to name something else. */
export const repairTexts = {
  preparing: (image: string) => l10n.t('Preparing {0}', image),
  changing: (image: string) => l10n.t('Changing {0}', image),
  preview: () => l10n.t('as it would be'),
  done: (image: string, platforms: string) => l10n.t('{0} has {1} now; the registry says so.', image, platforms),
  addQuestion: (platforms: string, image: string) => l10n.t('Add {0} to {1}?', platforms, image),
  keptDetail: (platforms: string, digest: string) =>
    l10n.t('What stays as it is: {0}. Until now the tag names {1}, which can be restored.', platforms, digest),
  formerDetail: (digest: string) => l10n.t('Until now the tag names {0}, which can be restored.', digest),
  becomes: (digest: string) => l10n.t('The tag will name {0}.', digest),
  otherDigest: (image: string, digest: string, shown: string) =>
    l10n.t('{0} names {1} now, not {2} as shown.', image, digest, shown),
  addYes: () => l10n.t('Add'),
  noTag: (image: string) =>
    l10n.t('{0} is named by its digest alone, which never changes. What can be changed is a tag.', image),
  movedOn: (image: string, tag: string) =>
    l10n.t('{0} is pinned, and {1} names another image now. Look at that one first.', image, tag),
  isThere: (image: string) => l10n.t('{0} is in the registry already.', image),
  isThereDetail: (platforms: string) =>
    l10n.t('It has: {0}. What is missing can be taken from it, or built anew in its place.', platforms),
  useThere: () => l10n.t('Use It'),
  buildAnew: () => l10n.t('Build Anew'),
  notOwn: (platform: string, image: string) =>
    l10n.t('{0} of {1} belongs to an index inside of its index, so it cannot be taken out by itself.', platform, image),
  nothingToJoin: (image: string) => l10n.t('{0} has no image for a platform that could be joined.', image),
  addTitle: () => l10n.t('Add Missing Platforms'),
  dropQuestion: (platform: string, image: string) => l10n.t('Remove {0} from {1}?', platform, image),
  dropYes: () => l10n.t('Remove'),
  lastPlatform: (platform: string, image: string) =>
    l10n.t('{0} is the only platform of {1}, and an image needs one.', platform, image),
  joinWhich: (image: string) => l10n.t('Tick the images whose platforms {0} is to have', image),
  joinTitle: () => l10n.t('Join Images into One'),
  joinQuestion: (images: string, image: string) => l10n.t('Join {0} into {1}?', images, image),
  joinDetail: (platforms: string) => l10n.t('It will have: {0}.', platforms),
  joinYes: () => l10n.t('Join'),
  joinNone: (repository: string) =>
    l10n.t('No other image of {0} is known here. Add it to the view first.', repository),
  restore: () => l10n.t('Restore Previous Digest'),
  restoreQuestion: (image: string) => l10n.t('Make {0} what it was before?', image),
  restoreDetail: (now: string, digest: string) => l10n.t('It names {0} now, and will name {1} again.', now, digest),
  restoreYes: () => l10n.t('Restore'),
  restoreWhich: (image: string) => l10n.t('What should {0} be again? The newest is first', image),
  nothingToRestore: (image: string) => l10n.t('{0} was not changed here, so there is nothing to restore.', image),
};

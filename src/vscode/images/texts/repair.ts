import { l10n } from '../../shared/l10n.ts';

/** The texts before and after a tag is moved. */
export const repairTexts = {
  preparing: (image: string) => l10n.t('Preparing {0}', image),
  changing: (image: string) => l10n.t('Updating {0}', image),
  proposal: (image: string) => l10n.t('{0} (proposed)', image),
  done: (image: string, platforms: string) => l10n.t('{0} now has {1}; verified in the registry.', image, platforms),
  addQuestion: (platforms: string, image: string) => l10n.t('Add {0} to {1}?', platforms, image),
  keptDetail: (platforms: string, digest: string) =>
    l10n.t('Kept: {0}. The current digest {1} can be restored.', platforms, digest),
  formerDetail: (digest: string) => l10n.t('The current digest {0} can be restored.', digest),
  otherDigest: (image: string, digest: string, shown: string) =>
    l10n.t('{0} now points to {1}, not to {2} as shown.', image, digest, shown),
  noTag: (image: string) =>
    l10n.t('{0} is referenced only by its digest, which never changes. Only a tag can be changed.', image),
  movedOn: (image: string, tag: string) =>
    l10n.t('{0} is pinned, and {1} now points to another image. Check that image first.', image, tag),
  isThere: (image: string) => l10n.t('{0} is already in the registry.', image),
  isThereDetail: (platforms: string) =>
    l10n.t('It has: {0}. What is missing can be taken from it, or built again to replace it.', platforms),
  useThere: () => l10n.t('Use It'),
  buildAnew: () => l10n.t('Build Again'),
  notOwn: (platform: string, image: string) =>
    l10n.t('{0} of {1} belongs to a nested index, so it cannot be removed by itself.', platform, image),
  nothingToJoin: (image: string) => l10n.t('{0} has no image for a platform that can be joined.', image),
  addTitle: (platforms: string, image: string) => l10n.t('Add {0} to {1}', platforms, image),
  dropQuestion: (platform: string, image: string) => l10n.t('Remove {0} from {1}?', platform, image),
  lastPlatform: (platform: string, image: string) =>
    l10n.t('{0} is the only platform of {1}, and an image needs at least one.', platform, image),
  joinWhich: (image: string) => l10n.t('Select the images whose platforms {0} should contain', image),
  joinTitle: () => l10n.t('Join Images into One'),
  joinQuestion: (images: string, image: string) => l10n.t('Join {0} into {1}?', images, image),
  joinDetail: (platforms: string) => l10n.t('It will contain: {0}.', platforms),
  joinNone: (repository: string) =>
    l10n.t('No other image of {0} is known here. Add one to the view first.', repository),
  restore: () => l10n.t('Restore Previous Digest'),
  restoreQuestion: (image: string) => l10n.t('Restore the previous digest of {0}?', image),
  restoreGoneDetail: () => l10n.t('The tag no longer exists in the registry.'),
  restoreWhich: (image: string) => l10n.t('Which digest of {0} should be restored? The newest is first', image),
  nothingToRestore: (image: string, wanted?: string) =>
    wanted === undefined
      ? l10n.t('{0} was not changed here, so there is nothing to restore.', image)
      : l10n.t('{0} already points to {1}.', image, wanted),
};

import { l10n } from '../../shared/l10n.ts';

/** What is asked when tags are added to the view. */
export const addTagTexts = {
  title: (repository: string) => l10n.t('Add Tags of {0}', repository),
  which: () => l10n.t('Tick the tags to show; type to filter or to name another one'),
  none: (repository: string) => l10n.t('The registry names no other tag of {0}.', repository),
  useTag: () => l10n.t('use this tag'),
};

/** What the commands for images say. */
export const imageActionTexts = {
  inspectTitle: () => l10n.t('Inspect Image Platforms'),
  verifyTitle: () => l10n.t('Verify Pushed Image'),
  addTitle: () => l10n.t('Add an Image'),
  compareTitle: () => l10n.t('Compare Images'),
  which: () => l10n.t('Image name with its tag or digest, such as registry.example.com/team/app:1.0'),
  with: (image: string) => l10n.t('Compare {0} with which image?', image),
  useName: () => l10n.t('use this name'),
  reading: (image: string) => l10n.t('Reading {0}', image),
  copied: (text: string) => l10n.t('Copied {0}', text),
};

import { l10n } from '../../shared/l10n.ts';

/** The texts for adding tags to the view. */
export const addTagTexts = {
  title: (repository: string) => l10n.t('Add Tags of {0}', repository),
  which: () => l10n.t('Select the tags to show; type to filter or enter another'),
  none: (repository: string) => l10n.t('The registry lists no other tag of {0}.', repository),
  useTag: () => l10n.t('use this tag'),
};

/** The texts of the image commands. */
export const imageActionTexts = {
  inspectTitle: () => l10n.t('Inspect Image Platforms'),
  verifyTitle: () => l10n.t('Verify Pushed Image'),
  manifestTitle: () => l10n.t('Show Manifest'),
  manifestOf: (image: string) => l10n.t('{0} manifest', image),
  copiedReport: () => l10n.t('Copied the report as Markdown'),
  addTitle: () => l10n.t('Add an Image'),
  compareTitle: () => l10n.t('Compare Images'),
  which: () => l10n.t('Image name with tag or digest, such as registry.example.com/team/app:1.0'),
  with: (image: string) => l10n.t('Which image should {0} be compared with?', image),
  useName: () => l10n.t('use this name'),
  reading: (image: string) => l10n.t('Reading {0}', image),
  buildTitle: (image: string) => l10n.t('Build {0}', image),
  whichFile: (image: string) => l10n.t('Which file that names {0} should be opened?', image),
  noFile: (image: string) => l10n.t('No file in this workspace names {0} literally.', image),
  copied: (text: string) => l10n.t('Copied {0}', text),
};

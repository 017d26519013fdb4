import { l10n } from '../../shared/l10n.ts';

/** The texts for selecting clusters and building for them. */
export const choiceTexts = {
  title: () => l10n.t('Choose Target Clusters'),
  placeholder: () => l10n.t('Select the clusters that images of this workspace are deployed to'),
  current: () => l10n.t('current context'),
  gone: () => l10n.t('no longer in the kubeconfig'),
  namespace: (namespace: string) => l10n.t('namespace {0}', namespace),
  login: () => l10n.t('uses a login plugin'),
  bySetting: () => l10n.t('The setting multiarch.clusters defines the selection and will be changed'),
  noneFound: (files: string) => l10n.t('No clusters found: there is no context in {0}.', files),
  unreadable: (file: string, detail: string) => l10n.t('The kubeconfig {0} cannot be read: {1}', file, detail),
  tooComplex: (file: string) => l10n.t('{0} is too complex to read.', file),
  openFile: () => l10n.t('Open File'),
  buildTitle: () => l10n.t('Build for the Cluster'),
  asking: () => l10n.t('Checking the platforms of the clusters'),
  nothingKnown: (reason: string) => l10n.t('The platforms of the selected clusters are unknown. {0}', reason),
  notAll: (contexts: string) => l10n.t('Built without {0}, whose platforms could not be checked.', contexts),
  formerly: (contexts: string) =>
    l10n.t('{0} could not be checked; built for the nodes found in the last check.', contexts),
  noNodes: () => l10n.t('None of their nodes is eligible for images of this workspace.'),
  choosePlatforms: () => l10n.t('Choose Platforms…'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
  declare: () => l10n.t('Declare Platforms…'),
};

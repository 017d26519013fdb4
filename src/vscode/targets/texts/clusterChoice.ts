import { l10n } from '../../shared/l10n.ts';

/** What choosing clusters and building for them says. */
export const choiceTexts = {
  title: () => l10n.t('Choose Target Clusters'),
  placeholder: () => l10n.t('Tick the clusters that images of this workspace go to'),
  current: () => l10n.t('current context'),
  gone: () => l10n.t('not in the kubeconfig any more'),
  namespace: (namespace: string) => l10n.t('namespace {0}', namespace),
  login: () => l10n.t('a program of yours logs in'),
  bySetting: () => l10n.t('The setting multiarch.clusters says so, and is changed'),
  noneFound: (files: string) => l10n.t('No cluster is known: there is no context in {0}.', files),
  unreadable: (file: string, detail: string) => l10n.t('The kubeconfig {0} cannot be read: {1}', file, detail),
  tooComplex: (file: string) => l10n.t('{0} is too complex to read.', file),
  openFile: () => l10n.t('Open File'),
  buildTitle: () => l10n.t('Build for the Cluster'),
  asking: () => l10n.t('Asking the clusters what they run on'),
  nothingKnown: (reason: string) => l10n.t('It is not known what the chosen clusters run on. {0}', reason),
  notAll: (contexts: string) => l10n.t('Built without {0}, which could not be asked what it runs on.', contexts),
  formerly: (contexts: string) =>
    l10n.t('{0} could not be asked: built for what its nodes were when they were last read.', contexts),
  noNodes: () => l10n.t('No node of theirs takes images of this workspace.'),
  choosePlatforms: () => l10n.t('Choose Platforms…'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
  declare: () => l10n.t('Declare Its Platforms…'),
};

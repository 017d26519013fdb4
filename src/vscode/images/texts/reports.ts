import type { SafeText } from '../../../domain/safeText.ts';
import type { PlatformChange } from '../../../domain/image/compareImages.ts';
import type { GroupCoverage } from '../../../domain/cluster/coverage.ts';
import { l10n } from '../../shared/l10n.ts';

/** What a report says. */
export const reportTexts = {
  registry: () => l10n.t('In the registry'),
  inspected: (date: string) => l10n.t('As the registry had it {0}.', date),
  throughDocker: () => l10n.t('It could not be read directly, but through Docker Buildx.'),
  digest: () => l10n.t('Digest'),
  kind: () => l10n.t('Kind'),
  platforms: () => l10n.t('Platforms'),
  platform: () => l10n.t('Platform'),
  size: () => l10n.t('Size'),
  attestations: () => l10n.t('Attestations'),
  clusters: () => l10n.t('On the chosen clusters'),
  cluster: () => l10n.t('Cluster'),
  nodes: () => l10n.t('Nodes'),
  inside: () => l10n.t('What it starts'),
  made: (date: string) => l10n.t('Made {0}.', date),
  verdict: () => l10n.t('What would happen'),
  noClusters: () =>
    l10n.t('No cluster is chosen, so it is not known where the image goes. Choose clusters to have it compared.'),
  notAsked: (context: string, reason: string) => l10n.t('{0} could not be asked: {1}', context, reason),
  others: () => l10n.t('Other entries'),
  before: () => l10n.t('Before'),
  after: () => l10n.t('After'),
  change: () => l10n.t('Change'),
  samePlatforms: () => l10n.t('Nothing has changed: it is the same digest.'),
  state: (state: 'runs' | 'partial' | 'fails' | 'unknown') => stateText(state),
  failsOn: (some: number, all: number) =>
    all === 1
      ? l10n.t('Fails on the only node that takes it.')
      : some === all
        ? l10n.t('Fails on all {0} nodes that take it.', all)
        : l10n.t('Fails on {0} of the {1} nodes that take it.', some, all),
  runsPartly: () => l10n.t('Runs on all nodes that take it in the clusters that could be asked; not all could.'),
  noImage: () => l10n.t('It is no container image, so no node runs it.'),
  compressed: (size: string) => l10n.t('{0}, compressed', size),
  total: () => l10n.t('All'),
  verdictOf,
  changeOf,
};

function stateText(state: 'runs' | 'partial' | 'fails' | 'unknown'): SafeText {
  switch (state) {
    case 'runs':
      return l10n.t('Runs on all nodes of the chosen clusters that take it.');
    case 'partial':
      return l10n.t('Fails on some nodes of the chosen clusters.');
    case 'fails':
      return l10n.t('Fails on all nodes of the chosen clusters.');
    case 'unknown':
      return l10n.t('It is not known whether it runs on the chosen clusters.');
  }
}

function verdictOf({ verdict, how, unfit }: Pick<GroupCoverage, 'verdict' | 'how' | 'unfit'>): SafeText {
  if (unfit === true) {
    return l10n.t('is pulled and crashes: what it starts does not fit');
  }
  switch (verdict) {
    case 'runs':
      return l10n.t('runs');
    case 'degraded':
      return l10n.t('could run: an image for a related processor is pulled');
    case 'emulated':
      return l10n.t('runs slowly, by emulation');
    case 'fails':
      return how === 'does-not-pull'
        ? l10n.t('does not pull: the index has no image for it')
        : l10n.t('is pulled and crashes: exec format error');
    case 'unknown':
      return l10n.t('not known');
  }
}

function changeOf(change: PlatformChange['change']): SafeText {
  switch (change) {
    case 'added':
      return l10n.t('added');
    case 'removed':
      return l10n.t('removed');
    case 'changed':
      return l10n.t('changed');
    case 'same':
      return l10n.t('the same');
  }
}

import type { SafeText } from '../../../domain/safeText.ts';
import type { PlatformChange } from '../../../domain/image/compareImages.ts';
import type { GroupCoverage } from '../../../domain/cluster/coverage.ts';
import { l10n } from '../../shared/l10n.ts';

/** The texts of reports. */
export const reportTexts = {
  registry: () => l10n.t('In the registry'),
  inspected: (date: string) => l10n.t('Read from the registry on {0}.', date),
  throughDocker: () => l10n.t('The registry could not be read directly, so Docker Buildx read the image.'),
  digest: () => l10n.t('Digest'),
  kind: () => l10n.t('Kind'),
  platforms: () => l10n.t('Platforms'),
  platform: () => l10n.t('Platform'),
  size: () => l10n.t('Size'),
  attestations: () => l10n.t('Attestations'),
  clusters: () => l10n.t('On the selected clusters'),
  cluster: () => l10n.t('Cluster'),
  nodes: () => l10n.t('Nodes'),
  workloads: () => l10n.t('By workload'),
  workload: () => l10n.t('Workload'),
  inside: () => l10n.t('Start program'),
  made: (date: string) => l10n.t('Created {0}.', date),
  verdict: () => l10n.t('Outcome'),
  noClusters: () =>
    l10n.t('No cluster is selected, so it is unknown where the image goes. Choose clusters to compare it with them.'),
  notAsked: (context: string, reason: string) => l10n.t('{0} could not be checked: {1}', context, reason),
  others: () => l10n.t('Other entries'),
  before: () => l10n.t('Before'),
  after: () => l10n.t('After'),
  change: () => l10n.t('Change'),
  samePlatforms: () => l10n.t('Nothing has changed: the digest is the same.'),
  state: (state: 'runs' | 'partial' | 'fails' | 'unknown') => stateText(state),
  failsOn: (some: number, all: number) =>
    all === 1
      ? l10n.t('Cannot run on the only eligible node.')
      : some === all
        ? l10n.t('Cannot run on any of the {0} eligible nodes.', all)
        : l10n.t('Cannot run on {0} of {1} eligible nodes.', some, all),
  runsPartly: () =>
    l10n.t('Runs on all eligible nodes of the clusters that could be checked; some could not be checked.'),
  noImage: () => l10n.t('This is not a container image, so no node runs it.'),
  compressed: (size: string) => l10n.t('{0}, compressed', size),
  total: () => l10n.t('Total'),
  details: () => l10n.t('Details'),
  manifest: () => l10n.t('Manifest'),
  next: {
    addMissing: () => l10n.t('Add Missing Platforms…'),
    chooseClusters: () => l10n.t('Choose Clusters…'),
    verify: () => l10n.t('Verify Pushed Image'),
    check: () => l10n.t('Check Again'),
    compare: () => l10n.t('Compare Images…'),
    restart: () => l10n.t('Restart Workload…'),
    manifest: () => l10n.t('Show Manifest'),
    copy: () => l10n.t('Copy as Markdown'),
  },
  verdictOf,
  changeOf,
};

function stateText(state: 'runs' | 'partial' | 'fails' | 'unknown'): SafeText {
  switch (state) {
    case 'runs':
      return l10n.t('Runs on all eligible nodes of the selected clusters.');
    case 'partial':
      return l10n.t('Cannot run on some nodes of the selected clusters.');
    case 'fails':
      return l10n.t('Cannot run on any node of the selected clusters.');
    case 'unknown':
      return l10n.t('It is unknown whether the image runs on the selected clusters.');
  }
}

function verdictOf({ verdict, how, unfit }: Pick<GroupCoverage, 'verdict' | 'how' | 'unfit'>): SafeText {
  if (unfit === true) {
    return l10n.t('is pulled but crashes: its start program does not match');
  }
  switch (verdict) {
    case 'runs':
      return l10n.t('runs');
    case 'degraded':
      return l10n.t('may run: an image for a related processor is pulled');
    case 'emulated':
      return l10n.t('runs slowly, under emulation');
    case 'fails':
      return how === 'does-not-pull'
        ? l10n.t('is not pulled: the index has no image for it')
        : l10n.t('is pulled but crashes: exec format error');
    case 'unknown':
      return l10n.t('unknown');
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
      return l10n.t('unchanged');
  }
}

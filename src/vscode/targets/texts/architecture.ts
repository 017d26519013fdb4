import type { SafeText } from '../../../domain/safeText.ts';
import type { Architecture, ArchitectureState } from '../../../domain/cluster/architecture.ts';
import { l10n } from '../../shared/l10n.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';

/** What the status bar, its tooltip and its pick say. */
export const architectureTexts = {
  name: () => l10n.t('Builder and cluster architecture'),
  chooseClusters: () => l10n.t('Choose Clusters'),
  headline,
  builder: (name: string, platform: string) => l10n.t('The builder “{0}” makes images for {1}.', name, platform),
  someBuilder: (platform: string) => l10n.t('The builder makes images for {0}.', platform),
  unknownBuilder: () => l10n.t('Builder'),
  byVariable: (platform: string) => l10n.t('DOCKER_DEFAULT_PLATFORM makes Docker build for {0}.', platform),
  builderUnknown: () => l10n.t('What the builder makes images for is known once it has been asked.'),
  cluster: (context: string, details: string) => l10n.t('{0}: {1}', context, details),
  gone: () => l10n.t('the kubeconfig has no context of this name'),
  asking: () => l10n.t('asking…'),
  notRead: () => l10n.t('not asked yet'),
  noNodes: () => l10n.t('it has no nodes'),
  declared: (platforms: string) => l10n.t('declared: {0}', platforms),
  nodesOf: (nodes: number, platform: string) =>
    nodes === 1 ? l10n.t('1 node with {0}', platform) : l10n.t('{0} nodes with {1}', nodes, platform),
  poolOf: (platform: string) => l10n.t('a pool that can grow {0}', platform),
  others: (nodes: number) =>
    nodes === 1
      ? l10n.t('1 other node that takes none of these images')
      : l10n.t('{0} other nodes that take none of these images', nodes),
  asked: (ago: string) => l10n.t('asked {0}', ago),
  lastRead: (ago: string) => l10n.t('last read {0}', ago),
  failing: (failing: number, nodes: number, how: 'crashes' | 'does-not-pull') =>
    how === 'crashes'
      ? l10n.t('{0} of {1} nodes would end in “exec format error”.', failing, nodes)
      : l10n.t('{0} of {1} nodes would not find an image for their platform.', failing, nodes),
  failingDeclared: (platforms: string) => l10n.t('Nodes with {0} would end in “exec format error”.', platforms),
  emulated: (platforms: string) =>
    l10n.t('The engine of the local cluster can imitate {0}: it runs there, but slowly.', platforms),
  coveredBy: (image: string, ago: string) =>
    l10n.t('“{0}”, pushed {1} and read back from its registry, has an image for all of them.', image, ago),
  coveredAsKnown: (image: string, ago: string) =>
    l10n.t('“{0}”, pushed {1} and read back from its registry, has an image for all that is known.', image, ago),
  details: () => l10n.t('what is known'),
  actions: {
    build: () => l10n.t('Build for the Cluster'),
    platforms: () => l10n.t('Choose Platforms…'),
    clusters: () => l10n.t('Choose Clusters…'),
    declare: () => l10n.t('Declare Platforms…'),
    refresh: () => l10n.t('Check Again'),
  },
  dontShowAgain: () => l10n.t('Don’t Show Again'),
};

/** One sentence for each state. */
function headline(state: ArchitectureState, { host = '', targets }: Pick<Architecture, 'host' | 'targets'>): SafeText {
  const needed = targets.map(shortPlatform).join(', ');
  const made = shortPlatform(host);
  switch (state) {
    case 'noCluster':
      return l10n.t('Choose the clusters that images go to, and see whether they run there.');
    case 'notRead':
      return l10n.t('The chosen clusters have not been asked yet what they run on.');
    case 'matches':
      return l10n.t('What is built here runs on the chosen clusters.');
    case 'mismatch':
      return l10n.t('What is built here is for {0}, but the chosen clusters need {1}.', made, needed);
    case 'covered':
      return l10n.t('What is built here by default is for {0}, but the last push runs on {1}.', made, needed);
    case 'unknown':
      return targets.length === 0
        ? l10n.t('It is not known what the chosen clusters run on.')
        : l10n.t('It is not known whether what is built here runs on the chosen clusters.');
  }
}

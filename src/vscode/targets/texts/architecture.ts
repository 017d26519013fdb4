import type { SafeText } from '../../../domain/safeText.ts';
import type { Architecture, ArchitectureState } from '../../../domain/cluster/architecture.ts';
import { l10n } from '../../shared/l10n.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';

/** The texts of the status bar, its tooltip and its pick. */
export const architectureTexts = {
  name: () => l10n.t('Builder and Cluster Architecture'),
  chooseClusters: () => l10n.t('Choose Clusters'),
  missing: (platforms: string) => l10n.t('{0} missing', platforms),
  askingClusters: () => l10n.t('Checking clusters'),
  clustersNotRead: () => l10n.t('Clusters not checked'),
  platformsUnknown: () => l10n.t('Platforms unknown'),
  builderNotRead: () => l10n.t('Builder not checked'),
  othersUnknown: (platforms: string) => l10n.t('{0}, others unknown', platforms),
  headline,
  nowhere: () => l10n.t('No node of the selected clusters accepts the workloads of this workspace.'),
  builder: (name: string, platform: string) => l10n.t('Builder “{0}” builds for {1} by default.', name, platform),
  someBuilder: (platform: string) => l10n.t('The builder builds for {0} by default.', platform),
  unknownBuilder: () => l10n.t('Builder'),
  byVariable: (platform: string) => l10n.t('DOCKER_DEFAULT_PLATFORM sets Docker’s default platform to {0}.', platform),
  builderUnknown: () => l10n.t('Builder not checked yet.'),
  cluster: (context: string, details: string) => l10n.t('{0}: {1}', context, details),
  gone: () => l10n.t('the kubeconfig has no context with this name'),
  asking: () => l10n.t('checking…'),
  notRead: () => l10n.t('not checked yet'),
  noNodes: () => l10n.t('no nodes'),
  declared: (platforms: string) => l10n.t('declared: {0}', platforms),
  nodesOf: (nodes: number, platform: string) =>
    nodes === 1 ? l10n.t('1 node with {0}', platform) : l10n.t('{0} nodes with {1}', nodes, platform),
  poolOf: (platform: string) => l10n.t('a node pool that can add {0}', platform),
  skipped: (nodes: number, why: string) =>
    nodes === 1 ? l10n.t('1 node skipped ({0})', why) : l10n.t('{0} nodes skipped ({1})', nodes, why),
  asked: (ago: string) => l10n.t('checked {0}', ago),
  lastRead: (ago: string) => l10n.t('last checked {0}', ago),
  failing: (failing: number, nodes: number, how: 'crashes' | 'does-not-pull') =>
    how === 'crashes'
      ? l10n.t('{0} of {1} nodes would fail with “exec format error”.', failing, nodes)
      : l10n.t('{0} of {1} nodes would find no image for their platform.', failing, nodes),
  failingDeclared: (platforms: string) => l10n.t('Nodes with {0} would fail with “exec format error”.', platforms),
  emulated: (platforms: string) =>
    l10n.t('The engine of the local cluster can emulate {0}: it runs there, but slowly.', platforms),
  coveredBy: (image: string, ago: string) =>
    l10n.t('“{0}”, pushed {1} and verified in its registry, covers all of them.', image, ago),
  coveredAsKnown: (image: string, ago: string) =>
    l10n.t('“{0}”, pushed {1} and verified in its registry, covers every platform found so far.', image, ago),
  badge: (platforms: string) => l10n.t('Images built here lack {0}, which your clusters need.', platforms),
  lastPush: (image: string, ago: string) => l10n.t('“{0}” was pushed {1}.', image, ago),
  unticked: (platforms: string) => l10n.t('The target platforms of this workspace lack {0}.', platforms),
  details: () => l10n.t('details'),
  actions: {
    build: () => l10n.t('Build for the Cluster'),
    platforms: () => l10n.t('Choose Platforms…'),
    clusters: () => l10n.t('Choose Clusters…'),
    declare: () => l10n.t('Declare Platforms…'),
    refresh: () => l10n.t('Check Again'),
  },
  dontShowAgain: () => l10n.t('Don’t Show Again'),
};

/** One sentence per state, which says what was compared. */
function headline(
  state: ArchitectureState,
  architecture: Pick<Architecture, 'host' | 'targets' | 'missing' | 'image' | 'pushed'>,
): SafeText {
  const { targets, image } = architecture;
  const needed = targets.map(shortPlatform).join(', ');
  switch (state) {
    case 'noCluster':
      return l10n.t('Choose the clusters that you deploy to, and see whether images run there.');
    case 'notRead':
      return l10n.t('The selected clusters have not been checked yet.');
    case 'matches':
      return l10n.t('Images built here run on the selected clusters.');
    case 'mismatch':
      return mismatch(architecture);
    case 'covered':
      return image === undefined
        ? l10n.t('The last successful pushes cover all your clusters ({0}).', needed)
        : l10n.t('The last successful push covers all your clusters ({0}).', needed);
    case 'unknown':
      return targets.length === 0
        ? l10n.t('The platforms of the selected clusters are unknown.')
        : l10n.t('It is unknown whether images built here run on the selected clusters.');
  }
}

function mismatch({
  host = '',
  targets,
  missing,
  pushed,
}: Pick<Architecture, 'host' | 'targets' | 'missing' | 'pushed'>): SafeText {
  const needed = missing.map(shortPlatform).join(', ');
  const isPart = missing.length < targets.length;
  if (pushed) {
    const has = pushed.platforms.map(shortPlatform).join(', ');
    return isPart
      ? l10n.t('The last successful push is for {0} only; your clusters also need {1}.', has, needed)
      : l10n.t('The last successful push is for {0} only; your clusters need {1}.', has, needed);
  }
  const made = shortPlatform(host);
  return isPart
    ? l10n.t('A plain “docker build” here makes {0} only; your clusters also need {1}.', made, needed)
    : l10n.t('A plain “docker build” here makes {0} only; your clusters need {1}.', made, needed);
}

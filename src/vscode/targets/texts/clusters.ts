import type { SafeText } from '../../../domain/safeText.ts';
import type { Ineligible } from '../../../domain/cluster/cluster.ts';
import { l10n } from '../../shared/l10n.ts';

/** What view and picks say of clusters and of the platforms that they need. */
export const clusterTexts = {
  need: (context: string, nodes: string) => l10n.t('{0}: {1}', context, nodes),
  nodes: (count: number) => (count === 1 ? l10n.t('1 node') : l10n.t('{0} nodes', count)),
  nodesOf: (some: number, all: number) =>
    all === 1 ? l10n.t('{0} of 1 node', some) : l10n.t('{0} of {1} nodes', some, all),
  declared: () => l10n.t('declared'),
  pool: () => l10n.t('a pool can grow'),
  moreClusters: (count: number) => (count === 1 ? l10n.t('1 more cluster') : l10n.t('{0} more clusters', count)),
  neededBy: (needs: string) => l10n.t('needed by {0}', needs),
  ineligible,
  ineligibleMore,
  taints: (taints: string) => l10n.t('Taints: {0}', taints),
  pools: (pools: string) => l10n.t('Pools that can grow: {0}', pools),
  unknownPlatform: () => l10n.t('Unknown platform'),
};

/** What the rows of the view of platforms say. */
export const platformRowTexts = {
  byHand: () => l10n.t('Set by hand'),
  byHandDescription: () => l10n.t('not following the clusters'),
  byHandMore: () => l10n.t('The setting multiarch.platforms names them, whatever the clusters need.'),
  byHandNeeded: (platforms: string) => l10n.t('The chosen clusters need: {0}', platforms),
  following: (contexts: string) => l10n.t('following {0}', contexts),
  byDocker: () => l10n.t('From DOCKER_DEFAULT_PLATFORM, until a cluster answers'),
  notKnown: () => l10n.t('Usual platforms, until a cluster answers'),
  unneeded: () => l10n.t('no cluster needs it'),
  notBuilt: () => l10n.t('not built'),
  notBuiltMore: () =>
    l10n.t('Clusters need it, and it is not built: the image will not run there. Tick it to build it.'),
  inImage: (image: string) => l10n.t('in {0}', image),
  notInImage: (image: string) => l10n.t('not in {0}', image),
  inImageMore: (image: string, ago: string) => l10n.t('“{0}”, pushed {1}, has it.', image, ago),
  notInImageMore: (image: string, ago: string) => l10n.t('“{0}”, pushed {1}, does not have it.', image, ago),
  imageRow: (has: boolean, ago: string) =>
    has ? l10n.t('has it · pushed {0}', ago) : l10n.t('does not have it · pushed {0}', ago),
  noImage: () => l10n.t('No push yet'),
  builderRow: (name: string) => l10n.t('Builder {0}', name),
  builderUnknown: () => l10n.t('The builder has not been asked yet'),
  unsupportedMore: () =>
    l10n.t('Builds for it fail as soon as they run a program: the builder has no emulator for it.'),
  check: (platform: string) => l10n.t('Build for {0}', platform),
  spoken: (platform: string, details: string) => l10n.t('Platform {0}: {1}', platform, details),
  spokenCluster: (context: string, details: string) => l10n.t('Cluster {0}: {1}', context, details),
  others: () => l10n.t('Other platforms'),
  othersDescription: (builder: string) => l10n.t('that {0} can make', builder),
  lastOne: (platform: string) => l10n.t('A build needs one platform at least, so {0} stays ticked.', platform),
  asking: () => l10n.t('asking…'),
  notAsked: () => l10n.t('not asked yet'),
  noImageMore: () => l10n.t('No image of this workspace was pushed and read back from its registry yet.'),
  asked: (ago: string) => l10n.t('asked {0}', ago),
  lastRead: (ago: string) => l10n.t('last read {0}', ago),
  lastReadMore: (ago: string) => l10n.t('Its nodes are shown as they were read {0}', ago),
  gone: () => l10n.t('not in the kubeconfig any more'),
  goneMore: () =>
    l10n.t('The kubeconfig has no context of this name any more. What is shown is its last answer, if any.'),
  local: () => l10n.t('A cluster on this machine'),
  noNodes: () => l10n.t('it has no nodes'),
  noneEligible: (nodes: number) =>
    nodes === 1
      ? l10n.t('its only node takes none of these images')
      : l10n.t('none of its {0} nodes takes these images', nodes),
  declaredAs: (platforms: string) => l10n.t('declared: {0}', platforms),
  declaredMore: () => l10n.t('Its nodes could not be read; the setting multiarch.clusterPlatforms says what they are.'),
  forbidden: () => l10n.t('its nodes may not be listed'),
  unreachable: () => l10n.t('cannot be reached'),
  failed: () => l10n.t('could not be read'),
  declare: () => l10n.t('Declare Platforms…'),
  tryAgain: () => l10n.t('Try Again'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
};

/** What the commands for platforms and clusters say. */
export const platformActionTexts = {
  selectTitle: () => l10n.t('Choose Target Platforms'),
  select: () => l10n.t('Tick what builds here are for; type to filter or to add another one'),
  follow: () => l10n.t('Follow Cluster Platforms'),
  followMore: (platforms: string) => l10n.t('instead of what is ticked below; now {0}', platforms),
  followed: (platforms: string) => l10n.t('Builds follow the clusters: {0}', platforms),
  set: (platforms: string) => l10n.t('Builds of this workspace are for {0} now.', platforms),
  declareTitle: (context: string) => l10n.t('Declare Platforms of {0}', context),
  declare: () => l10n.t('Tick what its nodes are, as long as they cannot be listed; or nothing'),
  declareWhich: () => l10n.t('The platforms of which cluster?'),
  noneChosen: () => l10n.t('No cluster is chosen yet.'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
};

/** Why nodes take no image of this workspace, in a few words. */
function ineligible(reason: Ineligible, nodes: number): SafeText {
  switch (reason) {
    case 'cordoned':
      return l10n.t('{0} cordoned', nodes);
    case 'notReady':
      return l10n.t('{0} not ready', nodes);
    case 'controlPlane':
      return l10n.t('{0} control plane', nodes);
    case 'virtualKubelet':
      return l10n.t('{0} virtual', nodes);
    case 'windows':
      return l10n.t('{0} Windows', nodes);
    case 'untoleratedTaint':
      return l10n.t('{0} tainted', nodes);
    case 'unknownPlatform':
      return l10n.t('{0} of unknown platform', nodes);
  }
}

/** The same as a sentence. */
function ineligibleMore(reason: Ineligible, nodes: number, taint: string): SafeText {
  const count = clusterTexts.nodes(nodes);
  switch (reason) {
    case 'cordoned':
      return l10n.t('{0}: cordoned, so no new pods go there', count);
    case 'notReady':
      return l10n.t('{0}: not ready', count);
    case 'controlPlane':
      return l10n.t('{0}: for the control plane alone', count);
    case 'virtualKubelet':
      return l10n.t('{0}: virtual, without a processor of its own', count);
    case 'windows':
      return l10n.t('{0}: Windows, which these images are not for', count);
    case 'untoleratedTaint':
      return l10n.t('{0}: no workload here tolerates {1}', count, taint);
    case 'unknownPlatform':
      return l10n.t('{0}: it is not known what their processor is', count);
  }
}

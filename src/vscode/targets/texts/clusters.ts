import type { SafeText } from '../../../domain/safeText.ts';
import type { Ineligible } from '../../../domain/cluster/cluster.ts';
import { l10n } from '../../shared/l10n.ts';

/** The texts of views and picks about clusters and the platforms that they need. */
export const clusterTexts = {
  need: (context: string, nodes: string) => l10n.t('{0}: {1}', context, nodes),
  nodes: (count: number) => (count === 1 ? l10n.t('1 node') : l10n.t('{0} nodes', count)),
  nodesOf: (some: number, all: number) =>
    all === 1 ? l10n.t('{0} of 1 node', some) : l10n.t('{0} of {1} nodes', some, all),
  declared: () => l10n.t('declared'),
  pool: () => l10n.t('a node pool can grow'),
  moreClusters: (count: number) => (count === 1 ? l10n.t('1 more cluster') : l10n.t('{0} more clusters', count)),
  neededBy: (needs: string) => l10n.t('needed by {0}', needs),
  ineligible,
  ineligibleMore,
  taints: (taints: string) => l10n.t('Taints: {0}', taints),
  placedBy: (webhook: string) => l10n.t('{0} keeps pods away from nodes that their images do not support', webhook),
  pools: (pools: string) => l10n.t('Node pools that can grow: {0}', pools),
  unknownPlatform: () => l10n.t('Unknown platform'),
};

/** The texts of the rows in the Target Platforms view. */
export const platformRowTexts = {
  byHand: () => l10n.t('Set manually'),
  byHandDescription: () => l10n.t('not following the clusters'),
  byHandMore: () => l10n.t('Set by multiarch.platforms, regardless of what the clusters need.'),
  byHandNeeded: (platforms: string) => l10n.t('The selected clusters need: {0}', platforms),
  following: (contexts: string) => l10n.t('following {0}', contexts),
  byDocker: () => l10n.t('From DOCKER_DEFAULT_PLATFORM'),
  byDockerMore: () => l10n.t('Used until a selected cluster responds, or platforms are selected here.'),
  notKnown: () => l10n.t('Defaults until clusters respond'),
  notKnownMore: () => l10n.t('Common platforms, used until a selected cluster responds.'),
  unneeded: () => l10n.t('not needed by any cluster'),
  notBuilt: () => l10n.t('not built'),
  notBuiltMore: () =>
    l10n.t('Clusters need this platform, but it is not built: the image will not run there. Select it to build it.'),
  inImage: (image: string) => l10n.t('in {0}', image),
  notInImage: (image: string) => l10n.t('not in {0}', image),
  inImageMore: (image: string, ago: string) => l10n.t('“{0}”, pushed {1}, contains it.', image, ago),
  notInImageMore: (image: string, ago: string) => l10n.t('“{0}”, pushed {1}, does not contain it.', image, ago),
  imageRow: (has: boolean, ago: string) =>
    has ? l10n.t('contains it · pushed {0}', ago) : l10n.t('does not contain it · pushed {0}', ago),
  noImage: () => l10n.t('No push yet'),
  builderRow: (name: string) => l10n.t('Builder {0}', name),
  builderUnknown: () => l10n.t('Builder not checked yet'),
  unsupportedMore: () =>
    l10n.t('Builds for it fail when they run a program, because the builder has no emulator for it.'),
  check: (platform: string) => l10n.t('Build for {0}', platform),
  spoken: (platform: string, details: string) => l10n.t('Platform {0}: {1}', platform, details),
  spokenCluster: (context: string, details: string) => l10n.t('Cluster {0}: {1}', context, details),
  others: () => l10n.t('Other platforms'),
  othersDescription: (builder: string) => l10n.t('supported by {0}', builder),
  lastOne: (platform: string) => l10n.t('A build needs at least one platform, so {0} stays selected.', platform),
  asking: () => l10n.t('checking…'),
  notAsked: () => l10n.t('not checked yet'),
  noImageMore: () => l10n.t('No image of this workspace has been pushed and verified yet.'),
  asked: (ago: string) => l10n.t('checked {0}', ago),
  lastRead: (ago: string) => l10n.t('last checked {0}', ago),
  lastReadMore: (ago: string) => l10n.t('Its nodes are shown as last checked {0}', ago),
  gone: () => l10n.t('no longer in the kubeconfig'),
  goneMore: () =>
    l10n.t('The kubeconfig no longer has a context with this name. Its last known nodes are shown, if any.'),
  local: () => l10n.t('A cluster on this machine'),
  noNodes: () => l10n.t('no nodes'),
  noneEligible: (nodes: number) =>
    nodes === 1 ? l10n.t('its only node is not eligible') : l10n.t('none of its {0} nodes is eligible', nodes),
  declaredAs: (platforms: string) => l10n.t('declared: {0}', platforms),
  declaredMore: () =>
    l10n.t('Its nodes could not be read. The setting multiarch.clusterPlatforms declares their platforms.'),
  forbidden: () => l10n.t('no permission to list nodes'),
  unreachable: () => l10n.t('cannot be reached'),
  failed: () => l10n.t('could not be read'),
  declare: () => l10n.t('Declare Platforms…'),
  tryAgain: () => l10n.t('Try Again'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
};

/** The texts of the commands for platforms and clusters. */
export const platformActionTexts = {
  selectTitle: () => l10n.t('Choose Target Platforms'),
  select: () => l10n.t('Select the platforms to build for; type to filter or add another'),
  follow: () => l10n.t('Follow Cluster Platforms'),
  followMore: (platforms: string) => l10n.t('instead of the selection below; currently {0}', platforms),
  followed: (platforms: string) => l10n.t('Builds follow the clusters: {0}', platforms),
  set: (platforms: string) => l10n.t('Builds in this workspace are now for {0}.', platforms),
  declareTitle: (context: string) => l10n.t('Declare Platforms of {0}', context),
  declare: () =>
    l10n.t('Select the platforms of its nodes, used while they cannot be listed; select none to remove them'),
  declareWhich: () => l10n.t('Which cluster’s platforms should be declared?'),
  checked: (contexts: string) => l10n.t('Checked {0}', contexts),
  notChecked: (contexts: string) => l10n.t('Could not check {0}', contexts),
  noneChosen: () => l10n.t('No cluster is selected yet.'),
  chooseClusters: () => l10n.t('Choose Clusters…'),
};

/** Why nodes are not eligible, in a few words. */
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
      return l10n.t('{0} with unknown platform', nodes);
    case 'notSelected':
      return l10n.t('{0} not selected', nodes);
  }
}

/** The same as a sentence. */
function ineligibleMore(reason: Ineligible, nodes: number, taint: string): SafeText {
  const count = clusterTexts.nodes(nodes);
  switch (reason) {
    case 'cordoned':
      return l10n.t('{0}: cordoned, so no new pods are scheduled there', count);
    case 'notReady':
      return l10n.t('{0}: not ready', count);
    case 'controlPlane':
      return l10n.t('{0}: for the control plane only', count);
    case 'virtualKubelet':
      return l10n.t('{0}: virtual, without a processor', count);
    case 'windows':
      return l10n.t('{0}: Windows, which these images are not for', count);
    case 'untoleratedTaint':
      return l10n.t('{0}: no workload here tolerates {1}', count, taint);
    case 'unknownPlatform':
      return l10n.t('{0}: their platform is unknown', count);
    case 'notSelected':
      return l10n.t('{0}: no workload here selects them', count);
  }
}

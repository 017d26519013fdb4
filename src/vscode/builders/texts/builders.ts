import { sizeText } from '../../shared/text/measures.ts';
import { longestPiece, safeText, type SafeText } from '../../../domain/safeText.ts';
import type { DiskUsage } from '../../../domain/builder/diskUsage.ts';
import { l10n } from '../../shared/l10n.ts';

/** A word for a buildx state. A remote BuildKit is not started by Docker, so it is only not responding. */
export function statusText(status: string, driver: string): SafeText {
  switch (status) {
    case 'running':
      return l10n.t('running');
    case 'inactive':
      return driver === 'remote' ? l10n.t('not responding') : l10n.t('not started');
    case 'stopped':
      return l10n.t('stopped');
    case 'starting':
      return l10n.t('starting');
    case 'stopping':
      return l10n.t('stopping');
    case 'error':
      return l10n.t('error');
    case 'asking':
      return l10n.t('checking…');
    case 'unknown':
      return l10n.t('state unknown');
    default:
      return safeText(status, longestPiece);
  }
}

/** How a node builds for a platform. */
export const platformTexts = {
  native: () => l10n.t('native'),
  emulated: () => l10n.t('emulated'),
  unsupported: () => l10n.t('emulator no longer installed'),
  unknown: () => l10n.t('not yet known'),
  pinned: () => l10n.t('pinned'),
  upTo: (variant: string) => l10n.t('up to {0}', variant),
  nativeMore: () => l10n.t('Runs at full speed on this node’s processor.'),
  emulatedMore: () => l10n.t('Emulated with QEMU: every step that runs a program takes several times as long.'),
  unsupportedMore: () =>
    l10n.t(
      'BuildKit lists this platform, but its emulator is no longer installed. Steps that run its programs fail with “exec format error”.',
    ),
  pinnedMore: () => l10n.t('Pinned: builds for this platform always go to this node.'),
};

/** The texts of the view's rows. */
export const rowTexts = {
  inUse: () => l10n.t('in use'),
  dockersDefault: () => l10n.t('Docker’s default'),
  partlyRunning: (running: number, all: number) => l10n.t('{0} of {1} nodes running', running, all),
  damaged: () => l10n.t('its file cannot be read'),
  damagedShort: () => l10n.t('fix or delete it; many Buildx commands fail while it exists'),
  damagedMore: (file: string) =>
    l10n.t(
      'Buildx cannot read {0}, and many of its commands fail while this file exists. Open and fix it, or delete it.',
      file,
    ),
  contexts: () => l10n.t('Docker contexts'),
  history: () => l10n.t('Build history'),
  notStarted: () => l10n.t('not started; its platforms are unknown until it runs'),
  notStartedPinned: () => l10n.t('not started; its other platforms are unknown until it runs'),
  noAnswer: () => l10n.t('not responding; its platforms are unknown'),
  noAnswerPinned: () => l10n.t('not responding; its other platforms are unknown'),
  inUseBySetting: () => l10n.t('In use: selected by the setting multiarch.builder'),
  inUseByEnvironment: () => l10n.t('In use: selected by the variable BUILDX_BUILDER'),
  inUseByDocker: () => l10n.t('In use: Docker’s default builder'),
  endpoint: (endpoint: string) => l10n.t('Endpoint: {0}', endpoint),
  nodeEndpoint: (node: string, endpoint: string) => l10n.t('{0}: {1}', node, endpoint),
  driver: (driver: string) => l10n.t('Driver: {0}', driver),
  version: (version: string) => l10n.t('BuildKit: {0}', version),
  options: (options: string) => l10n.t('Driver options: {0}', options),
  flags: (flags: string) => l10n.t('BuildKit flags: {0}', flags),
  status: (status: string) => l10n.t('State: {0}', status),
  error: (error: string) => l10n.t('Error: {0}', error),
  lastUsed: (ago: string, date: string) => l10n.t('Last used {0} ({1})', ago, date),
  unpinned: () =>
    l10n.t(
      'Some of its nodes have no pinned platforms, so a build may be emulated although another node runs it natively.',
    ),
  spokenBuilder: (name: string, details: string) => l10n.t('Builder {0}: {1}', name, details),
  spokenNode: (name: string, details: string) => l10n.t('Node {0}: {1}', name, details),
  spokenPlatform: (name: string, details: string) => l10n.t('Platform {0}: {1}', name, details),
};

/** The questions, answers and buttons of the commands. */
export const actionTexts = {
  pickTo: {
    useHere: () => l10n.t('Which builder should builds in this workspace use?'),
    useAsDefault: () => l10n.t('Which builder should be Docker’s default?'),
    start: () => l10n.t('Which builder should be started?'),
    stop: () => l10n.t('Which builder should be stopped?'),
    remove: () => l10n.t('Which builder should be removed?'),
    prune: () => l10n.t('Which builder’s cache should be cleaned up?'),
    showDetails: () => l10n.t('Which builder’s details should be shown?'),
    copyCommand: () => l10n.t('Which builder is the command for?'),
  },
  noneTo: {
    useHere: () => l10n.t('There is no other builder that builds can use.'),
    useAsDefault: () => l10n.t('There is no other builder that can be Docker’s default.'),
    start: () => l10n.t('There is no builder to start.'),
    stop: () => l10n.t('There is no running builder to stop.'),
    remove: () => l10n.t('There is no builder to remove.'),
    prune: () => l10n.t('There is no running builder whose cache can be cleaned up.'),
    showDetails: () => l10n.t('There is no builder.'),
    copyCommand: () => l10n.t('There is no builder.'),
  },
  chooseTitle: () => l10n.t('Select the builder for builds in this workspace'),
  asDockerSays: () => l10n.t('Docker’s current builder'),
  asDockerSaysMore: (name: string) => l10n.t('currently {0}', name),
  asDockerSaysDetail: () => l10n.t('Set by the variable BUILDX_BUILDER or by “docker buildx use”'),
  setUp: () => l10n.t('Set Up a Builder…'),
  usedHere: (name: string) => l10n.t('Builds in this workspace now use builder “{0}”.', name),
  usedAsDefault: (name: string) => l10n.t('“{0}” is now Docker’s default builder.', name),
  usedAsDefaultBut: (name: string, inUse: string, by: string) =>
    l10n.t(
      '“{0}” is now Docker’s default builder. Builds in this workspace still use “{1}”, because {2} selects it.',
      name,
      inUse,
      by,
    ),
  theSetting: () => l10n.t('the setting multiarch.builder'),
  theVariable: () => l10n.t('the variable BUILDX_BUILDER'),
  starting: (name: string) => l10n.t('Starting builder “{0}” (a first start downloads BuildKit)', name),
  stopping: (name: string) => l10n.t('Stopping builder “{0}”', name),
  removing: (name: string) => l10n.t('Removing builder “{0}”', name),
  removeQuestion: (name: string) => l10n.t('Remove builder “{0}”?', name),
  hasNoCache: () => l10n.t('Its build cache is empty.'),
  removesCache: () => l10n.t('Its build cache will be deleted.'),
  removesCacheOf: (size: string) => l10n.t('Its build cache will be deleted: {0}.', size),
  leavesRemote: () => l10n.t('BuildKit and its cache are kept. Docker only forgets how to connect to them.'),
  leavesCloud: () => l10n.t('The cloud builder is kept. Docker only forgets how to connect to it.'),
  removesSetting: () => l10n.t('Builds in this workspace use it. They will then use Docker’s current builder.'),
  removesDefault: () =>
    l10n.t('It is Docker’s default builder. The default will then be the builder of the Docker context.'),
  remove: () => l10n.t('Remove'),
  asking: (name: string) => l10n.t('Reading the details of builder “{0}”', name),
  measuring: (name: string) => l10n.t('Measuring the build cache of “{0}”', name),
  pruneQuestion: (name: string) => l10n.t('Clean up the build cache of “{0}”?', name),
  pruneSizes: (usage: DiskUsage) =>
    l10n.t('It uses {0}, of which {1} can be removed.', sizeText(usage.total), sizeText(usage.reclaimable)),
  pruneChoices: () =>
    l10n.t(
      'Removed data must be built or downloaded again. “Remove Unused” keeps the Dockerfile frontends, which every build needs. “Remove All” also removes them.',
    ),
  removeUnused: () => l10n.t('Remove Unused'),
  removeAll: () => l10n.t('Remove All'),
  nothingToPrune: (name: string, usage: DiskUsage) =>
    usage.total === 0
      ? l10n.t('The build cache of “{0}” is empty.', name)
      : l10n.t(
          'The build cache of “{0}” uses {1}, all of which is in use. Nothing can be removed.',
          name,
          sizeText(usage.total),
        ),
  pruning: (name: string) => l10n.t('Cleaning up the build cache of “{0}”', name),
  pruned: (name: string, freed: number) => l10n.t('Removed {0} of build cache from “{1}”.', sizeText(freed), name),
  copyTitle: (name: string) => l10n.t('Copy a Command for Builder “{0}”', name),
  copied: () => l10n.t('The command was copied to the clipboard.'),
  copyTo: {
    build: () => l10n.t('Build with it'),
    use: () => l10n.t('Make it Docker’s default'),
    start: () => l10n.t('Start it'),
    stop: () => l10n.t('Stop it'),
    inspect: () => l10n.t('Show its details'),
    diskUsage: () => l10n.t('Measure its cache'),
    prune: () => l10n.t('Clean up its cache'),
    remove: () => l10n.t('Remove it'),
  },
};

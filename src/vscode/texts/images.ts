import { longestPiece, safeText, text, type SafeText } from '../../domain/safeText.ts';
import type { PlatformChange } from '../../domain/image/compareImages.ts';
import type { DiagnosisCode } from '../../domain/diagnosis/diagnosis.ts';
import type { GroupCoverage } from '../../domain/cluster/coverage.ts';
import type { Quota } from '../../services/registry/http/quota.ts';
import type { ImageNamer } from '../../domain/sources/workspaceImages.ts';
import { l10n } from '../shared/l10n.ts';

/** What the view of images says. */
export const imageTexts = {
  unread: () => l10n.t('not read yet'),
  unreadMore: () => l10n.t('It is read when you open it: registries count how much is read.'),
  reading: () => l10n.t('reading…'),
  waiting: (seconds: number) => l10n.t('waiting for the registry, {0} s', seconds),
  missing: (platforms: string) => l10n.t('{0} missing', platforms),
  missingRow: () => l10n.t('missing'),
  neededBy: (nodes: number) => (nodes === 1 ? l10n.t('1 node needs it') : l10n.t('{0} nodes need it', nodes)),
  missingMore: (how: 'crashes' | 'does-not-pull') =>
    how === 'crashes'
      ? l10n.t('Nodes of this platform would pull the image, and it would end in “exec format error”.')
      : l10n.t('Nodes of this platform would find no image to pull.'),
  covers: () => l10n.t('Runs on all nodes of the chosen clusters that take it.'),
  overtaken: () => l10n.t('tag has moved on'),
  overtakenMore: () => l10n.t('It is pinned to a digest, and its tag names another image in the meantime.'),
  stale: (ago: string) => l10n.t('as it was {0}', ago),
  read: (ago: string) => l10n.t('Read {0}', ago),
  throughDocker: () => l10n.t('read through Docker'),
  throughDockerMore: () => l10n.t('The registry could not be reached directly, so Docker Buildx has read it.'),
  noImages: () => l10n.t('no image in it'),
  artifact: () => l10n.t('no container image'),
  attestations: (count: number) => (count === 1 ? l10n.t('1 attestation') : l10n.t('{0} attestations', count)),
  attestation: (kind: string) => l10n.t('Attestation: {0}', kind),
  attestationUnknown: () => l10n.t('Attestation'),
  config: () => l10n.t('Configuration'),
  layer: (number: number) => l10n.t('Layer {0}', number),
  made: (ago: string) => l10n.t('Made {0}', ago),
  engine: () => l10n.t('Docker engine'),
  engineMore: () =>
    l10n.t('What the engine of Docker’s context has of this image in its own store, from which containers start.'),
  asPushed: () => l10n.t('as in the registry'),
  notAsPushed: () => l10n.t('another image than in the registry'),
  onlyHere: () => l10n.t('not in the registry'),
  engineNothing: () => l10n.t('The engine does not have this image.'),
  engineOneOnly: () => l10n.t('This version of Docker tells one platform only; from 28.1 on it tells all.'),
  others: () => l10n.t('Others'),
  othersMore: () => l10n.t('Entries that are no image for a platform.'),
  index: () => l10n.t('Index'),
  manifest: () => l10n.t('Single manifest'),
  digest: (digest: string) => l10n.t('Digest: {0}', digest),
  size: (size: string) => l10n.t('Size: {0}, compressed', size),
  notThere: () => l10n.t('not in the registry'),
  failed,
  notThereMore: () => l10n.t('The index names it, and the registry does not have it.'),
  named: (by: string) => l10n.t('Named by: {0}', by),
  tagOf: (image: string, details: string) => l10n.t('Image {0}: {1}', image, details),
  tryAgain: () => l10n.t('Try again'),
  namer,
  fewReads,
  fewReadsMore,
};

/** What is asked when tags are added to the view. */
export const addTagTexts = {
  title: (repository: string) => l10n.t('Add tags of {0}', repository),
  which: () => l10n.t('Tick the tags to show; type to filter or to name another one'),
  none: (repository: string) => l10n.t('The registry names no other tag of {0}.', repository),
  useTag: () => l10n.t('use this tag'),
};

/** What the commands for images say. */
export const imageActionTexts = {
  inspectTitle: () => l10n.t('Inspect image platforms'),
  verifyTitle: () => l10n.t('Verify pushed image'),
  addTitle: () => l10n.t('Add an image'),
  compareTitle: () => l10n.t('Compare images'),
  which: () => l10n.t('Image name with its tag or digest, such as registry.example.com/team/app:1.0'),
  with: (image: string) => l10n.t('Compare {0} with which image?', image),
  useName: () => l10n.t('use this name'),
  reading: (image: string) => l10n.t('Reading {0}', image),
  copied: (text: string) => l10n.t('Copied {0}', text),
};

/** What is said before and after a tag is made to name something else. */
export const repairTexts = {
  preparing: (image: string) => l10n.t('Preparing {0}', image),
  changing: (image: string) => l10n.t('Changing {0}', image),
  preview: () => l10n.t('as it would be'),
  done: (image: string, platforms: string) => l10n.t('{0} has {1} now; the registry says so.', image, platforms),
  addQuestion: (platforms: string, image: string) => l10n.t('Add {0} to {1}?', platforms, image),
  keptDetail: (platforms: string, digest: string) =>
    l10n.t('What stays as it is: {0}. Until now the tag names {1}, which can be restored.', platforms, digest),
  formerDetail: (digest: string) => l10n.t('Until now the tag names {0}, which can be restored.', digest),
  becomes: (digest: string) => l10n.t('The tag will name {0}.', digest),
  otherDigest: (image: string, digest: string, shown: string) =>
    l10n.t('{0} names {1} now, not {2} as shown.', image, digest, shown),
  addYes: () => l10n.t('Add'),
  noTag: (image: string) =>
    l10n.t('{0} is named by its digest alone, which never changes. What can be changed is a tag.', image),
  movedOn: (image: string, tag: string) =>
    l10n.t('{0} is pinned, and {1} names another image now. Look at that one first.', image, tag),
  isThere: (image: string) => l10n.t('{0} is in the registry already.', image),
  isThereDetail: (platforms: string) =>
    l10n.t('It has: {0}. What is missing can be taken from it, or built anew in its place.', platforms),
  useThere: () => l10n.t('Use It'),
  buildAnew: () => l10n.t('Build Anew'),
  notOwn: (platform: string, image: string) =>
    l10n.t('{0} of {1} belongs to an index inside of its index, so it cannot be taken out by itself.', platform, image),
  nothingToJoin: (image: string) => l10n.t('{0} has no image for a platform that could be joined.', image),
  addTitle: () => l10n.t('Add missing platforms'),
  dropQuestion: (platform: string, image: string) => l10n.t('Remove {0} from {1}?', platform, image),
  dropYes: () => l10n.t('Remove'),
  lastPlatform: (platform: string, image: string) =>
    l10n.t('{0} is the only platform of {1}, and an image needs one.', platform, image),
  joinWhich: (image: string) => l10n.t('Tick the images whose platforms {0} is to have', image),
  joinTitle: () => l10n.t('Join images into one'),
  joinQuestion: (images: string, image: string) => l10n.t('Join {0} into {1}?', images, image),
  joinDetail: (platforms: string) => l10n.t('It will have: {0}.', platforms),
  joinYes: () => l10n.t('Join'),
  joinNone: (repository: string) =>
    l10n.t('No other image of {0} is known here. Add it to the view first.', repository),
  restore: () => l10n.t('Restore Former'),
  restoreQuestion: (image: string) => l10n.t('Make {0} what it was before?', image),
  restoreDetail: (now: string, digest: string) => l10n.t('It names {0} now, and will name {1} again.', now, digest),
  restoreYes: () => l10n.t('Restore'),
  restoreWhich: (image: string) => l10n.t('What should {0} be again? The newest is first', image),
  nothingToRestore: (image: string) => l10n.t('{0} was not changed here, so there is nothing to restore.', image),
};

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

/** In a few words why an image could not be read; the sentence is below it. */
function failed(code: DiagnosisCode): SafeText | undefined {
  const texts: Partial<Record<DiagnosisCode, SafeText>> = {
    imageNotFound: l10n.t('not in the registry'),
    registryLoginRequired: l10n.t('login needed'),
    registryAccessDenied: l10n.t('not allowed'),
    registryUnreachable: l10n.t('registry not reached'),
    registryRateLimit: l10n.t('limit used up'),
    registryAnswerWrong: l10n.t('wrong answer'),
  };
  return texts[code];
}

function fewReads({ remaining }: Quota): SafeText {
  return remaining === 0
    ? l10n.t('no reads left')
    : remaining === 1
      ? l10n.t('1 read left')
      : l10n.t('{0} reads left', remaining);
}

function fewReadsMore({ limit, remaining, window }: Quota, registry: string): SafeText {
  const hours = Math.max(1, Math.round(window / 3600));
  return l10n.t(
    '{0} allows {1} reads in {2} h and has {3} left for you; they are all there again after {2} h. Accounts may read more: log in with “docker login”.',
    registry === 'docker.io' ? 'Docker Hub' : registry,
    limit,
    hours,
    remaining,
  );
}

function namer(by: ImageNamer): SafeText {
  switch (by) {
    case 'pushed':
      return l10n.t('a push of this workspace');
    case 'workload':
      return l10n.t('a Kubernetes manifest');
    case 'source':
      return l10n.t('a bake or Compose file');
    case 'setting':
      return l10n.t('the setting multiarch.image');
    case 'added':
      return l10n.t('you');
  }
}

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

/** What people call the predicates of BuildKit. */
export function predicateText(type: string): SafeText {
  if (type.startsWith('https://slsa.dev/provenance')) {
    return text`provenance`;
  }
  return safeText(type === 'https://spdx.dev/Document' ? 'SBOM' : type, longestPiece);
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

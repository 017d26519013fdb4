import { longestPiece, safeText, text, type SafeText } from '../../../domain/safeText.ts';
import type { DiagnosisCode } from '../../../domain/diagnosis/diagnosis.ts';
import type { Quota } from '../../../services/registry/http/quota.ts';
import type { ImageNamer } from '../../../domain/sources/manifests/workspaceImages.ts';
import { l10n } from '../../shared/l10n.ts';

/** The texts of the Images view. */
export const imageTexts = {
  repository: (name: string) => l10n.t('Images of {0}', name),
  platform: (platform: string, details: string) => l10n.t('Platform {0}: {1}', platform, details),
  unpushed: () => l10n.t('not pushed yet'),
  unpushedRow: () => l10n.t('Build this image to push it'),
  unpushedMore: () => l10n.t('The registry does not have this image yet. Build This Image… builds and pushes it.'),
  absentRow: () => l10n.t('Not pushed, or its name is wrong'),
  absentMore: () => l10n.t('The registry does not have this image: it was not pushed yet, or its name is wrong.'),
  unread: () => l10n.t('not read yet'),
  unreadMore: () => l10n.t('Loaded when expanded, because registries rate-limit reads.'),
  reading: () => l10n.t('reading…'),
  waiting: (seconds: number) => l10n.t('waiting for the registry, {0} s', seconds),
  missing: (platforms: string) => l10n.t('{0} missing', platforms),
  missingRow: () => l10n.t('missing'),
  missingMore: (how: 'crashes' | 'does-not-pull') =>
    how === 'crashes'
      ? l10n.t('Nodes of this platform would pull the image, and it would fail with “exec format error”.')
      : l10n.t('Nodes of this platform would find no image to pull.'),
  covers: () => l10n.t('Runs on all eligible nodes of the selected clusters.'),
  coversUses: () => l10n.t('Runs on all nodes of the selected clusters that accept its workloads.'),
  moreUses: (count: number) =>
    count === 1 ? l10n.t('1 more workload of this workspace') : l10n.t('{0} more workloads of this workspace', count),
  overtaken: () => l10n.t('tag now points elsewhere'),
  overtakenMore: () => l10n.t('The image is pinned to a digest, and its tag now points to another image.'),
  stale: (ago: string) => l10n.t('checked {0}', ago),
  read: (ago: string) => l10n.t('Read {0}', ago),
  throughDockerMore: () => l10n.t('The registry could not be reached directly, so Docker Buildx read the image.'),
  noImages: () => l10n.t('contains no image'),
  artifact: () => l10n.t('not a container image'),
  attestations: (count: number) => (count === 1 ? l10n.t('1 attestation') : l10n.t('{0} attestations', count)),
  attestation: (kind: string) => l10n.t('Attestation: {0}', kind),
  attestationUnknown: () => l10n.t('Attestation'),
  config: () => l10n.t('Configuration'),
  layer: (number: number) => l10n.t('Layer {0}', number),
  made: (ago: string) => l10n.t('Created {0}', ago),
  engine: () => l10n.t('Docker engine'),
  engineMore: () =>
    l10n.t('What the engine of the current Docker context has in its image store. Containers start from this store.'),
  asPushed: () => l10n.t('same as in the registry'),
  notAsPushed: () => l10n.t('differs from the registry'),
  onlyHere: () => l10n.t('not in the registry'),
  engineNothing: () => l10n.t('The engine does not have this image.'),
  engineOneOnly: () => l10n.t('This Docker version reports only one platform. Versions from 28.1 report all of them.'),
  others: () => l10n.t('Other entries'),
  othersMore: () => l10n.t('Entries that are not images for a platform.'),
  index: () => l10n.t('Index'),
  manifest: () => l10n.t('Single manifest'),
  size: (size: string) => l10n.t('Size: {0}, compressed', size),
  notThere: () => l10n.t('not in the registry'),
  failed,
  notThereMore: () => l10n.t('The index lists it, but the registry does not have it.'),
  shadowed: () => l10n.t('not pulled'),
  shadowedMore: () => l10n.t('Nodes of this platform do not pull it: they take an earlier entry of the index.'),
  named: (by: string) => l10n.t('Referenced by: {0}', by),
  tagOf: (image: string, details: string) => l10n.t('Image {0}: {1}', image, details),
  tryAgain: () => l10n.t('Try Again'),
  namer,
  filesLeft,
  filesLeftMore: () =>
    l10n.t(
      'Images that only the other files name are missing here. Exclude folders with the setting search.exclude, or open a smaller folder.',
    ),
  fewReads,
  fewReadsMore,
};

/** Why an image could not be read, in a few words; the sentence is in the row below. */
function failed(code: DiagnosisCode): SafeText | undefined {
  const texts: Partial<Record<DiagnosisCode, SafeText>> = {
    imageNotFound: l10n.t('not in the registry'),
    registryLoginRequired: l10n.t('login required'),
    registryAccessDenied: l10n.t('access denied'),
    registryUnreachable: l10n.t('registry unreachable'),
    registryRateLimit: l10n.t('rate limit reached'),
    registryAnswerWrong: l10n.t('invalid response'),
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
    '{0} allows {1} reads in {2} h. You have {3} left; all of them are available again after {2} h. Accounts may have a higher limit: log in with “docker login”.',
    registry === 'docker.io' ? 'Docker Hub' : registry,
    limit,
    hours,
    remaining,
  );
}

/** @param atLeast there may be more files: counting them ended */
function filesLeft(read: number, found: number, atLeast: boolean): SafeText {
  return atLeast
    ? l10n.t('Only {0} of more than {1} YAML files were read', read, found)
    : l10n.t('Only {0} of {1} YAML files were read', read, found);
}

function namer(by: ImageNamer): SafeText {
  switch (by) {
    case 'pushed':
      return l10n.t('a push of this workspace');
    case 'workload':
      return l10n.t('a Kubernetes manifest');
    case 'source':
      return l10n.t('a bake or Compose file');
    case 'service':
      return l10n.t('a Compose service');
    case 'setting':
      return l10n.t('the setting multiarch.image');
    case 'added':
      return l10n.t('you');
  }
}

/** The common names of BuildKit's predicates. */
export function predicateText(type: string): SafeText {
  if (type.startsWith('https://slsa.dev/provenance')) {
    return text`provenance`;
  }
  return safeText(type === 'https://spdx.dev/Document' ? 'SBOM' : type, longestPiece);
}

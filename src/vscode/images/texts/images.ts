import { longestPiece, safeText, text, type SafeText } from '../../../domain/safeText.ts';
import type { DiagnosisCode } from '../../../domain/diagnosis/diagnosis.ts';
import type { Quota } from '../../../services/registry/http/quota.ts';
import type { ImageNamer } from '../../../domain/sources/manifests/workspaceImages.ts';
import { l10n } from '../../shared/l10n.ts';

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
  size: (size: string) => l10n.t('Size: {0}, compressed', size),
  notThere: () => l10n.t('not in the registry'),
  failed,
  notThereMore: () => l10n.t('The index names it, and the registry does not have it.'),
  named: (by: string) => l10n.t('Named by: {0}', by),
  tagOf: (image: string, details: string) => l10n.t('Image {0}: {1}', image, details),
  tryAgain: () => l10n.t('Try Again'),
  namer,
  fewReads,
  fewReadsMore,
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

/** What people call the predicates of BuildKit. */
export function predicateText(type: string): SafeText {
  if (type.startsWith('https://slsa.dev/provenance')) {
    return text`provenance`;
  }
  return safeText(type === 'https://spdx.dev/Document' ? 'SBOM' : type, longestPiece);
}

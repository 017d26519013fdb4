import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { ImageContents } from '../../../services/images/images.ts';
import type { LocalPlatforms } from '../../../services/images/localImages.ts';
import { artifactKind } from '../../../domain/image/artifactKind.ts';
import { newest, type InspectedImage } from '../../../domain/image/describe.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { needsOf } from '../../../domain/cluster/chosen/needs.ts';
import { missingIn, unfitIn } from '../../../domain/coverage/imageFate.ts';
import type { ImageVerdicts } from '../../targets/imageVerdicts.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';
import { mostCounted } from '../../workspaceSources.ts';
import type { ListedImages } from '../model/imageList.ts';
import type { KnownImage } from '../model/imageModel.ts';
import type { PlatformFacts } from '../model/platformFacts.ts';
import { artifactText } from '../texts/artifacts.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { imageTexts, predicateText } from '../texts/images.ts';
import { isAbsent, isUnpushed } from './items/imageWords.ts';
import type { ImageElement, ImagesElement, PartElement, PlatformElement, RepositoryElement } from './elements.ts';

/** Information besides the images themselves. */
export interface ImagesState {
  readonly verdicts: ImageVerdicts;
  /** The facts about a single-platform image, by digest. */
  readonly factsOf?: (digest: string) => PlatformFacts;
}

const noFacts = (): PlatformFacts => ({});

/** The root rows: images that differ only in their tag are grouped. */
export function rootsOf(
  images: readonly NamedImage[],
  elementOf: (named: NamedImage) => ImageElement,
): readonly RepositoryElement[] {
  const repositories = new Map<string, ImageElement[]>();
  for (const named of images) {
    const element = elementOf(named);
    const others = repositories.get(named.repository);
    if (others) {
      others.push(element);
    } else {
      repositories.set(named.repository, [element]);
    }
  }
  return [...repositories].map(([repository, own]) => ({ kind: 'repository', repository, images: own }));
}

/** The row that says which files were not read; none if all were. */
export function filesLeft({ read, found }: ListedImages['files']): readonly MessageElement[] {
  return read < found
    ? [
        {
          kind: 'message',
          text: imageTexts.filesLeft(read, found, found >= mostCounted),
          icon: 'warning',
          tooltip: imageTexts.filesLeftMore(),
        },
      ]
    : [];
}

/** An image as a row. */
export function imageElement(known: KnownImage, { verdicts, factsOf = noFacts }: ImagesState): ImageElement {
  if (!known.image || known.image.images.length === 0) {
    return {
      kind: 'image',
      known,
      missing: [],
      covers: false,
      wrong: [],
      created: known.image?.created,
      clusters: [],
      uses: [],
    };
  }
  const { images } = known.image;
  const wrong = unfitIn(known.image, factsOf);
  const { coverage, clusters, uses } = verdicts(known.image, factsOf);
  return {
    kind: 'image',
    known,
    missing: missingIn(coverage),
    covers: coverage.state === 'runs' && coverage.groups.every(({ verdict }) => verdict !== 'unknown'),
    wrong,
    created: known.image.created ?? newest(images.map(({ digest }) => factsOf(digest))),
    clusters,
    uses,
  };
}

/** The rows below an image: its platforms in index order, missing platforms, and other entries. */
export function imageChildren(
  { known, missing, clusters, uses }: ImageElement,
  factsOf: NonNullable<ImagesState['factsOf']> = noFacts,
): readonly ImagesElement[] {
  const { named, image, error } = known;
  const { id } = named;
  // its row already says that it is missing
  const isNamed = (platform: string) => image?.images.some((each) => each.platform === platform) ?? false;
  return [
    ...(error ? [errorRow(known, error)] : []),
    ...eachOnce(image?.images ?? []).map((each): PlatformElement => ({
      kind: 'platform',
      id,
      image: each,
      needs: needsOf(each.platform, clusters),
      facts: factsOf(each.digest),
    })),
    ...missing
      .filter(({ platform }) => !isNamed(platform))
      .map((each) => ({ kind: 'missing', id, ...each, needs: needsOf(each.platform, clusters) }) as const),
    ...useRows(id, uses),
    ...(isInEngines(known) ? [{ kind: 'engine', id, image } as const] : []),
    ...othersOf(id, image),
  ];
}

/** Why an image cannot be read. That it is not pushed yet is not an error. */
function errorRow(known: KnownImage, { diagnosis }: DiagnosedError): MessageElement {
  if (isAbsent(known)) {
    const [text, tooltip] = isUnpushed(known)
      ? [imageTexts.unpushedRow(), imageTexts.unpushedMore()]
      : [imageTexts.absentRow(), imageTexts.absentMore()];
    return { kind: 'message', text, icon: 'info', tooltip };
  }
  const { message, advice } = failureText(diagnosis);
  return { kind: 'message', text: message, icon: 'error', tooltip: [message, advice].filter(Boolean).join(' ') };
}

/** Images of a base system may have hundreds. */
const mostUses = 20;

/** The workloads in files of the workspace; those of clusters have rows of their own. */
function useRows(id: string, uses: ImageElement['uses']): readonly ImagesElement[] {
  const inFiles = uses.filter(({ use }) => use.context === undefined);
  const more = inFiles.length - mostUses;
  return [
    ...inFiles.slice(0, mostUses).map((fate, index): ImagesElement => ({ kind: 'use', id, index, fate })),
    ...(more > 0 ? [{ kind: 'message', text: imageTexts.moreUses(more) } as const] : []),
  ];
}

/** An index may list an image twice, and ids of rows must be unique. */
function eachOnce(images: InspectedImage['images']): InspectedImage['images'] {
  return [...new Map(images.map((image) => [keyOf(image), image])).values()];
}

function keyOf({ platform, osVersion = '', digest }: InspectedImage['images'][number]): string {
  return `${platform} ${osVersion} ${digest}`;
}

/** Entries that are not images are not grouped if there is nothing else. */
function othersOf(id: string, image: InspectedImage | undefined): readonly ImagesElement[] {
  if (!image || image.other.length === 0) {
    return [];
  }
  const { kind, other } = image;
  return kind === 'artifact' ? otherChildren(id, other) : [{ kind: 'others', id, entries: other }];
}

/** An engine may have an image, or one that was not pushed. */
function isInEngines({ image, error }: KnownImage): boolean {
  return image ? image.images.length > 0 : error?.code === 'imageNotFound';
}

/** The rows for an image in the engine's own store. */
export function engineChildren(id: string, { platforms, complete }: LocalPlatforms): readonly ImagesElement[] {
  if (platforms.length === 0) {
    return [{ kind: 'message', text: imageTexts.engineNothing() }];
  }
  return [
    ...platforms.map(({ platform, digest, isPushed }): PartElement => ({
      kind: 'part',
      id: `${id} engine ${platform}`,
      label: platform,
      icon: isPushed === true ? 'pass' : 'info',
      digest,
      note:
        isPushed === undefined ? imageTexts.onlyHere() : isPushed ? imageTexts.asPushed() : imageTexts.notAsPushed(),
      details: [],
    })),
    ...(complete ? [] : [{ kind: 'message', text: imageTexts.engineOneOnly(), icon: 'info' } as const]),
  ];
}

/** The rows below a platform: its parts and attestations. */
export function platformChildren({ id, image }: PlatformElement, contents: ImageContents): readonly PartElement[] {
  const below = `${id} ${keyOf(image)}`;
  return [
    {
      kind: 'part',
      id: `${below} config`,
      label: imageTexts.config(),
      icon: 'settings-gear',
      digest: contents.config.digest,
      size: contents.config.size,
      details: [],
    },
    ...contents.layers.map(({ digest, size, mediaType }, index): PartElement => ({
      kind: 'part',
      // an image may contain a layer twice
      id: `${below} layer ${index}`,
      label: imageTexts.layer(index + 1),
      icon: 'layers',
      digest,
      size,
      details: [mediaType],
    })),
    ...image.attestations.map(({ digest, predicateTypes }, index): PartElement => ({
      kind: 'part',
      id: `${below} attestation ${index}`,
      label:
        predicateTypes.length === 0
          ? imageTexts.attestationUnknown()
          : imageTexts.attestation(predicateTypes.map(predicateText).join(', ')),
      icon: 'shield',
      digest,
      details: predicateTypes,
    })),
  ];
}

/** The rows of entries that are not images. */
export function otherChildren(
  id: string,
  entries: Extract<ImagesElement, { kind: 'others' }>['entries'],
): PartElement[] {
  return entries.map(({ digest, mediaType, artifactType }, index) => {
    const kind = artifactKind(artifactType, mediaType);
    return {
      kind: 'part',
      id: `${id} other ${index}`,
      label: kind === undefined ? (artifactType ?? mediaType) : artifactText(kind),
      icon: 'file-binary',
      digest,
      details: [...(artifactType === undefined ? [] : [artifactType]), mediaType],
    };
  });
}

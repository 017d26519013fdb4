import type { ImageContents } from '../../../services/images.ts';
import type { NamedImage } from '../../../domain/workspaceImages.ts';
import type { ChosenCluster } from '../../clusters/clusterModel.ts';
import { needsOf } from '../../clusters/needs.ts';
import { fateOf, missingIn } from '../../images/fate.ts';
import type { KnownImage } from '../../images/imageModel.ts';
import { explain } from '../../texts/diagnosis.ts';
import { imageTexts } from '../../texts/images.ts';
import type { ImageElement, ImagesElement, PartElement, PlatformElement, RepositoryElement } from './elements.ts';

/** What is known besides the images themselves. */
export interface ImagesState {
  readonly chosen: readonly ChosenCluster[];
  /** What the engine of a local cluster runs by emulation. */
  readonly emulated: readonly string[];
}

/** The first rows: images that differ in their tag alone are put together. */
export function rootsOf(
  images: readonly NamedImage[],
  known: (named: NamedImage) => KnownImage,
  state: ImagesState,
): readonly RepositoryElement[] {
  const repositories = new Map<string, ImageElement[]>();
  for (const named of images) {
    const element = imageElement(known(named), state);
    const others = repositories.get(named.repository);
    if (others) {
      others.push(element);
    } else {
      repositories.set(named.repository, [element]);
    }
  }
  return [...repositories].map(([repository, own]) => ({ kind: 'repository', repository, images: own }));
}

/** An image as a row. */
export function imageElement(known: KnownImage, { chosen, emulated }: ImagesState): ImageElement {
  if (!known.image || known.image.images.length === 0) {
    return { kind: 'image', known, missing: [], covers: false };
  }
  const fate = fateOf(known.image, chosen, emulated);
  return {
    kind: 'image',
    known,
    missing: missingIn(fate),
    covers: fate.state === 'runs' && fate.groups.every(({ verdict }) => verdict !== 'unknown'),
  };
}

/** The rows below an image: what it has in the order of its index, what it lacks, what is no image. */
export function imageChildren(
  { known, missing }: ImageElement,
  chosen: readonly ChosenCluster[],
): readonly ImagesElement[] {
  const { named, image, error } = known;
  const words = error && explain(error.diagnosis);
  const { id } = named;
  return [
    ...(words
      ? [
          {
            kind: 'message',
            text: words.message,
            icon: 'error',
            tooltip: [words.message, words.advice].filter(Boolean).join(' '),
          } as const,
        ]
      : []),
    ...(image?.images ?? []).map((each): PlatformElement => ({
      kind: 'platform',
      id,
      image: each,
      needs: needsOf(each.platform, chosen),
    })),
    ...missing.map((each) => ({ kind: 'missing', id, ...each, needs: needsOf(each.platform, chosen) }) as const),
    ...(image && image.other.length > 0 ? [{ kind: 'others', id, entries: image.other } as const] : []),
  ];
}

/** The rows below a platform: what it is made of, and what is attested of it. */
export function platformChildren({ id, image }: PlatformElement, contents: ImageContents): readonly PartElement[] {
  const below = `${id} ${image.digest}`;
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
      // an image may have one layer twice
      id: `${below} layer ${index}`,
      label: imageTexts.layer(index + 1),
      icon: 'layers',
      digest,
      size,
      details: [mediaType],
    })),
    ...image.attestations.map(({ digest, predicateTypes }): PartElement => ({
      kind: 'part',
      id: `${below} ${digest}`,
      label:
        predicateTypes.length === 0
          ? imageTexts.attestationUnknown()
          : imageTexts.attestation(predicateTypes.map(predicateName).join(', ')),
      icon: 'shield',
      digest,
      details: predicateTypes,
    })),
  ];
}

/** The rows of entries that are no image. */
export function otherChildren(
  id: string,
  entries: Extract<ImagesElement, { kind: 'others' }>['entries'],
): PartElement[] {
  return entries.map(({ digest, mediaType, artifactType }, index) => ({
    kind: 'part',
    id: `${id} other ${index}`,
    label: artifactType ?? mediaType,
    icon: 'file-binary',
    digest,
    details: [mediaType],
  }));
}

/** What people call the predicates of BuildKit. */
function predicateName(type: string): string {
  if (type.startsWith('https://slsa.dev/provenance')) {
    return 'provenance';
  }
  return type === 'https://spdx.dev/Document' ? 'SBOM' : type;
}

import { safeLines, safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { DiagnosedError } from '../../../../domain/diagnosis/diagnosis.ts';
import { sizeOf, type InspectedImage } from '../../../../domain/image/describe.ts';
import { familiarReference } from '../../../../domain/image/reference.ts';
import { ordered } from '../../../../domain/platform.ts';
import { failureText } from '../../../shared/errors/diagnosisTexts.ts';
import { digestLine, shortDigest } from '../../../shared/text/digests.ts';
import { agoText, dateText, sizeText } from '../../../shared/text/measures.ts';
import { shortPlatform } from '../../../shared/text/shortPlatform.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { useTexts } from '../../../targets/texts/uses.ts';
import { artifactIn } from '../../texts/artifacts.ts';
import { imageTexts } from '../../texts/images.ts';
import { insideTexts } from '../../texts/inside.ts';
import type { ImageElement } from '../elements.ts';
import { imageWords, isAbsent, isUnpushed } from './imageWords.ts';
import { warning } from './warning.ts';

/** The unique id of an image's row. @param id the full reference */
export function imageRowId(id: string): string {
  return `image ${id}`;
}

/** The row of an image. @param now milliseconds since 1970 */
export function imageItem(element: ImageElement, now: number): Item {
  const { known, created } = element;
  const { named, image, at, reading, error } = known;
  const { tag, digest } = named.reference;
  const label = digest === undefined ? (tag ?? '') : pinnedLabel(tag, digest);
  const size = image ? sizeOf(image) : 0;
  const isStale = image !== undefined && (error !== undefined || known.former === true);
  const details = [
    ...stateWords(element),
    image ? offerText(image) : undefined,
    isStale && at !== undefined ? imageTexts.stale(agoText(at, now)) : undefined,
    size > 0 ? sizeText(size) : undefined,
    created === undefined ? undefined : agoText(created, now),
    known.quota ? imageTexts.fewReads(known.quota) : undefined,
    reading ? readingText(known.wait) : undefined,
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    id: imageRowId(named.id),
    label: safeText(label),
    description,
    ...iconOf(element),
    tooltip: safeLines([named.id, ...facts(element, now)]),
    contextValue: imageWords(element),
    children: 'collapsed',
    spoken: imageTexts.tagOf(
      familiarReference(named.reference),
      spokenList([description, ...(element.covers ? [imageTexts.covers()] : [])].join(' · ')),
    ),
  };
}

/** What matters first: why it cannot be read, what it lacks, and what is wrong with it. */
function stateWords({ known, missing, wrong }: ImageElement): readonly (SafeText | undefined)[] {
  const { image, error, reading } = known;
  return [
    error && (isUnpushed(known) ? imageTexts.unpushed() : (imageTexts.failed(error.code) ?? shortFailure(error))),
    missing.length > 0
      ? imageTexts.missing(missing.map(({ platform }) => shortPlatform(platform)).join(', '))
      : undefined,
    wrong.length > 0 ? insideTexts.wrongIn(wrong.map(shortPlatform).join(', ')) : undefined,
    known.overtaken ? imageTexts.overtaken() : undefined,
    reading || image || error ? undefined : imageTexts.unread(),
  ];
}

function shortFailure({ diagnosis }: DiagnosedError): SafeText {
  return safeText(failureText(diagnosis).message.replace(/\.$/, ''));
}

function readingText(wait: number | undefined): SafeText {
  return wait === undefined ? imageTexts.reading() : imageTexts.waiting(wait);
}

/** As short as in Git, because the information about the image has to fit beside it. */
function pinnedLabel(tag: string | undefined, digest: string): string {
  return tag === undefined ? shortDigest(digest) : `${tag}@${digest.slice(digest.indexOf(':') + 1).slice(0, 7)}`;
}

function offerText(image: InspectedImage): string {
  const { kind, images } = image;
  if (kind === 'artifact') {
    return artifactIn(image) ?? imageTexts.artifact();
  }
  const platforms = ordered(images.map(({ platform }) => platform)).map(shortPlatform);
  return platforms.length === 0
    ? [imageTexts.noImages(), artifactIn(image)].filter(Boolean).join(' · ')
    : platforms.join(', ');
}

function facts(element: ImageElement, now: number): readonly string[] {
  const { known, missing, covers, wrong, created, uses } = element;
  const { named, image, at, error } = known;
  const words = error && !isAbsent(known) ? failureText(error.diagnosis) : undefined;
  const size = image ? sizeOf(image) : 0;
  return [
    ...(isAbsent(known) ? [isUnpushed(known) ? imageTexts.unpushedMore() : imageTexts.absentMore()] : []),
    ...(words ? [words.message, ...(words.advice === undefined ? [] : [words.advice])] : []),
    ...(known.overtaken ? [imageTexts.overtakenMore()] : []),
    ...missing.map(({ platform, how }) => `${imageTexts.missing(platform)}: ${imageTexts.missingMore(how)}`),
    ...(wrong.length > 0 ? [insideTexts.wrongIn(wrong.join(', '))] : []),
    ...(covers ? [uses.length > 0 ? imageTexts.coversUses() : imageTexts.covers()] : []),
    ...judgedBy(element),
    ...(image || error ? [] : [imageTexts.unreadMore()]),
    ...(image
      ? [
          image.kind === 'index'
            ? imageTexts.index()
            : image.kind === 'manifest'
              ? imageTexts.manifest()
              : [imageTexts.artifact(), artifactIn(image)].filter(Boolean).join(': '),
          digestLine(image.digest),
        ]
      : []),
    ...(size > 0 ? [imageTexts.size(sizeText(size))] : []),
    ...(created === undefined ? [] : [imageTexts.made(`${agoText(created, now)} (${dateText(created)})`)]),
    ...(at === undefined ? [] : [imageTexts.read(agoText(at, now))]),
    ...(image?.through === 'docker' ? [imageTexts.throughDockerMore()] : []),
    ...(known.quota ? [imageTexts.fewReadsMore(known.quota, named.reference.domain)] : []),
    imageTexts.named(named.by.map((by) => imageTexts.namer(by)).join(', ')),
  ];
}

/** Without the labels of its nodes, a cluster is judged as a whole. */
function judgedBy({ uses, clusters }: ImageElement): readonly string[] {
  const known = clusters.flatMap((cluster) => cluster.known ?? []);
  if (known.length === 0) {
    return [];
  }
  if (uses.length === 0) {
    return [useTexts.none()];
  }
  return known.every(({ kinds }) => kinds !== undefined) ? [useTexts.judgedBy(uses.map(({ use }) => use))] : [];
}

function iconOf({ known, missing, covers, wrong }: ImageElement): Pick<Item, 'icon' | 'color'> {
  const { image, reading, error, overtaken } = known;
  if (reading) {
    return { icon: 'loading~spin' };
  }
  if (isAbsent(known)) {
    return { icon: 'circle-outline' };
  }
  if (error) {
    return image ? warning : { icon: 'error', color: 'list.errorForeground' };
  }
  if (missing.length > 0 || wrong.length > 0) {
    return warning;
  }
  if (overtaken) {
    return { icon: 'history' };
  }
  return covers ? { icon: 'verified', color: 'testing.iconPassed' } : { icon: 'tag' };
}

import { safeLines, safeText, text } from '../../../domain/safeText.ts';
import { sizeOf, type InspectedImage } from '../../../domain/image/describe.ts';
import { judgeInside } from '../../../domain/inside/inside.ts';
import { repositoryOf, familiarReference } from '../../../domain/image/reference.ts';
import { needsText, type Need } from '../../clusters/needs.ts';
import { shortPlatform } from '../../texts/architecture.ts';
import { artifactIn } from '../../texts/artifacts.ts';
import { agoText, dateText, sizeText } from '../../texts/builders.ts';
import { clusterTexts } from '../../texts/clusters.ts';
import { explain } from '../../texts/diagnosis.ts';
import { imageTexts } from '../../texts/images.ts';
import { insideTexts } from '../../texts/inside.ts';
import { spokenList } from '../../texts/spokenList.ts';
import type { Item } from '../../shared/tree.ts';
import { messageItem } from '../builders/items/messageItem.ts';
import type {
  EngineElement,
  ImageElement,
  ImagesElement,
  MissingElement,
  OthersElement,
  PartElement,
  PlatformElement,
  RepositoryElement,
} from './elements.ts';
import { shortDigest } from './shortDigest.ts';
import { workloadsItem } from './workloadItems.ts';

/** A row of the view as data. @param now milliseconds since 1970 */
export function itemOf(element: ImagesElement, now: number): Item {
  switch (element.kind) {
    case 'repository':
      return repositoryItem(element);
    case 'image':
      return imageItem(element, now);
    case 'platform':
      return platformItem(element, now);
    case 'missing':
      return missingItem(element);
    case 'engine':
      return engineItem(element);
    case 'others':
      return othersItem(element);
    case 'part':
      return partItem(element);
    case 'message':
      return {
        ...messageItem({ ...element, tooltip: element.tooltip ?? element.text }),
        ...(element.contextValue !== undefined && { contextValue: element.contextValue }),
      };
    case 'inClusters':
    case 'workload':
    case 'pod':
      return workloadsItem(element);
  }
}

function repositoryItem({ repository, images: [first] }: RepositoryElement): Item {
  const reference = first?.known.named.reference;
  const short = reference ? familiarReference({ domain: reference.domain, path: reference.path }) : repository;
  const slash = short.lastIndexOf('/');
  return {
    id: `repository ${repository}`,
    label: safeText(short.slice(slash + 1)),
    ...(slash > 0 && { description: safeText(short.slice(0, slash)) }),
    icon: 'package',
    tooltip: [safeText(reference ? repositoryOf(reference) : repository)],
    contextValue: 'repository',
    children: 'expanded',
  };
}

/** What tells the row of an image from all others. @param id the image in full */
export function imageRowId(id: string): string {
  return `image ${id}`;
}

function imageItem(element: ImageElement, now: number): Item {
  const { known, missing, wrong, created } = element;
  const { named, image, at, reading, error } = known;
  const { tag, digest } = named.reference;
  const label = digest === undefined ? (tag ?? '') : pinnedLabel(tag, digest);
  const size = image ? sizeOf(image) : 0;
  const isStale = image !== undefined && (error !== undefined || known.former === true);
  const trouble = error && (imageTexts.failed(error.code) ?? explain(error.diagnosis).message.replace(/\.$/, ''));
  const details = [
    // what was there is of less interest then
    error?.code === 'imageNotFound' ? trouble : undefined,
    missing.length > 0
      ? imageTexts.missing(missing.map(({ platform }) => shortPlatform(platform)).join(', '))
      : undefined,
    wrong.length > 0 ? insideTexts.wrongIn(wrong.map(shortPlatform).join(', ')) : undefined,
    known.overtaken ? imageTexts.overtaken() : undefined,
    image ? offerText(image) : undefined,
    error?.code === 'imageNotFound' ? undefined : trouble,
    isStale && at !== undefined ? imageTexts.stale(agoText(at, now)) : undefined,
    image?.through === 'docker' ? imageTexts.throughDocker() : undefined,
    size > 0 ? sizeText(size) : undefined,
    created === undefined ? undefined : agoText(created, now),
    known.quota ? imageTexts.fewReads(known.quota) : undefined,
    reading
      ? known.wait === undefined
        ? imageTexts.reading()
        : imageTexts.waiting(known.wait)
      : image || error
        ? undefined
        : imageTexts.unread(),
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    id: imageRowId(named.id),
    label: safeText(label),
    description,
    ...iconOf(element),
    tooltip: safeLines([named.id, ...facts(element, now)]),
    contextValue: [
      'image',
      ...(image && image.images.length > 0 ? ['read'] : []),
      ...(tag === undefined ? [] : ['tagged']),
      ...(missing.length > 0 ? ['incomplete'] : []),
      ...(named.by.includes('added') ? ['added'] : []),
    ].join(' '),
    children: 'collapsed',
    spoken: imageTexts.tagOf(familiarReference(named.reference), spokenList(description)),
  };
}

/** As short as Git has it: what is to be said of the image has to fit beside it. */
function pinnedLabel(tag: string | undefined, digest: string): string {
  return tag === undefined ? shortDigest(digest) : `${tag}@${digest.slice(digest.indexOf(':') + 1).slice(0, 7)}`;
}

function offerText(image: InspectedImage): string {
  const { kind, images } = image;
  if (kind === 'artifact') {
    return artifactIn(image) ?? imageTexts.artifact();
  }
  const platforms = [...new Set(images.map(({ platform }) => shortPlatform(platform)))];
  return platforms.length === 0
    ? [imageTexts.noImages(), artifactIn(image)].filter(Boolean).join(' · ')
    : platforms.join(', ');
}

function facts({ known, missing, covers, wrong, created }: ImageElement, now: number): readonly string[] {
  const { named, image, at, error } = known;
  const words = error && explain(error.diagnosis);
  const size = image ? sizeOf(image) : 0;
  return [
    ...(words ? [words.message, ...(words.advice === undefined ? [] : [words.advice])] : []),
    ...(known.overtaken ? [imageTexts.overtakenMore()] : []),
    ...missing.map(({ platform, how }) => `${imageTexts.missing(platform)}: ${imageTexts.missingMore(how)}`),
    ...(wrong.length > 0 ? [insideTexts.wrongIn(wrong.join(', '))] : []),
    ...(covers ? [imageTexts.covers()] : []),
    ...(image || error ? [] : [imageTexts.unreadMore()]),
    ...(image
      ? [
          image.kind === 'index'
            ? imageTexts.index()
            : image.kind === 'manifest'
              ? imageTexts.manifest()
              : [imageTexts.artifact(), artifactIn(image)].filter(Boolean).join(': '),
          imageTexts.digest(image.digest),
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

const warning = { icon: 'warning', color: 'list.warningForeground' };

function iconOf({
  known: { image, reading, error, overtaken },
  missing,
  covers,
  wrong,
}: ImageElement): Pick<Item, 'icon' | 'color'> {
  if (reading) {
    return { icon: 'loading~spin' };
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

function platformItem(
  { id, image, needs, facts: { inside, created = image.created } }: PlatformElement,
  now: number,
): Item {
  const { platform, osVersion, digest, size, attestations } = image;
  const judged = inside && judgeInside(inside, platform).verdict;
  const isBad = judged === 'wrong' || judged === 'broken';
  const details = [
    inside && insideTexts.holds(inside, platform),
    size === undefined ? imageTexts.notThere() : sizeText(size),
    judged === 'fits' ? insideTexts.checked() : undefined,
    osVersion,
    needs.length > 0 ? needsText(needs) : undefined,
    attestations.length > 0 ? imageTexts.attestations(attestations.length) : undefined,
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    // an index may have one platform twice, and one image under two of them
    id: `${id} ${platform} ${osVersion ?? ''} ${digest}`,
    label: safeText(platform),
    description,
    ...(size === undefined || isBad
      ? warning
      : { icon: 'chip', ...(needs.length > 0 && { color: 'testing.iconPassed' }) }),
    tooltip: safeLines([
      platform,
      ...(inside ? [insideTexts.told(id, platform, inside)] : []),
      ...(size === undefined ? [imageTexts.notThereMore()] : []),
      imageTexts.digest(digest),
      ...(size === undefined ? [] : [imageTexts.size(sizeText(size))]),
      ...(created === undefined ? [] : [imageTexts.made(`${agoText(created, now)} (${dateText(created)})`)]),
      ...(needs.length > 0 ? [clusterTexts.neededBy(needsText(needs))] : []),
    ]),
    contextValue: size === undefined ? 'imagePlatform' : 'imagePlatform there',
    ...(size !== undefined && { children: 'collapsed' }),
    spoken: text`${platform}: ${spokenList(description)}`,
  };
}

function missingItem({ id, platform, needs, how }: MissingElement): Item {
  const description = safeText([imageTexts.missingRow(), ...whoNeeds(needs)].join(' · '));
  return {
    id: `${id} missing ${platform}`,
    label: safeText(platform),
    description,
    ...warning,
    tooltip: [safeText(platform), clusterTexts.neededBy(needsText(needs)), imageTexts.missingMore(how)],
    contextValue: 'missingPlatform',
    spoken: text`${platform}: ${spokenList(description)}`,
  };
}

/** How many nodes come first: the side bar is narrow, and the names of contexts are long. */
function whoNeeds(needs: readonly Need[]): readonly string[] {
  const nodes = needs.reduce((sum, { group }) => sum + group.eligible, 0);
  const [only, ...more] = needs;
  if (only === undefined) {
    return [];
  }
  return nodes === 0
    ? [needsText(needs)]
    : [imageTexts.neededBy(nodes), more.length === 0 ? only.context : needsText(needs)];
}

function engineItem({ id, context }: EngineElement): Item {
  return {
    id: `${id} engine`,
    label: imageTexts.engine(),
    ...(context !== undefined && { description: safeText(context) }),
    icon: 'vm',
    tooltip: [imageTexts.engine(), imageTexts.engineMore()],
    contextValue: 'engine',
    children: 'collapsed',
  };
}

function othersItem({ id, entries }: OthersElement): Item {
  return {
    id: `${id} others`,
    label: imageTexts.others(),
    description: safeText(String(entries.length)),
    icon: 'ellipsis',
    tooltip: [imageTexts.othersMore()],
    contextValue: 'others',
    children: 'collapsed',
  };
}

function partItem({ id, label, icon, digest, note, size, details }: PartElement): Item {
  return {
    id,
    label: safeText(label),
    description: safeText(
      [
        ...(note === undefined ? [] : [note]),
        ...(size === undefined ? [] : [sizeText(size)]),
        shortDigest(digest),
      ].join(' · '),
    ),
    icon,
    tooltip: safeLines([label, imageTexts.digest(digest), ...details]),
    contextValue: 'imagePart',
  };
}

import { joinText } from '../../../domain/safeText.ts';
import { artifactKind } from '../../../domain/image/artifactKind.ts';
import { sizeOf, type InspectedImage } from '../../../domain/image/describe.ts';
import { unfitIn } from '../../../domain/coverage/imageFate.ts';
import { heading, paragraph, type Block } from '../../shared/report/report.ts';
import { dateText, sizeText } from '../../shared/text/measures.ts';
import type { PlatformFacts } from '../model/platformFacts.ts';
import { artifactIn, artifactText } from '../texts/artifacts.ts';
import { imageTexts, predicateText } from '../texts/images.ts';
import { insideTexts } from '../texts/inside.ts';
import { reportTexts } from '../texts/reports.ts';
import { facts, headingOf, tableOf } from './blocks.ts';

/** The facts about a single-platform image, by digest. */
export type FactsOf = (digest: string) => PlatformFacts;

/** Its size; empty if there is none to compare with. */
export function sized(image: InspectedImage['images'][number] | undefined): string {
  return image === undefined ? '' : image.size === undefined ? imageTexts.notThere() : sizeText(image.size);
}

function about(image: InspectedImage, at: number): readonly Block[] {
  const { digest, through, created } = image;
  const size = sizeOf(image);
  return [
    heading(reportTexts.registry()),
    paragraph(
      joinText(
        [
          reportTexts.inspected(dateText(at)),
          created === undefined ? undefined : reportTexts.made(dateText(created)),
          through ? reportTexts.throughDocker() : undefined,
        ],
        ' ',
      ),
    ),
    facts([
      [reportTexts.digest(), digest],
      [reportTexts.kind(), `${kindText(image)}, ${image.mediaType}`],
      ...(size > 0 ? [[reportTexts.size(), reportTexts.compressed(sizeText(size))] as const] : []),
    ]),
  ];
}

/** The meaning of the media type. */
export function kindText(image: InspectedImage): string {
  switch (image.kind) {
    case 'index':
      return imageTexts.index();
    case 'manifest':
      return imageTexts.manifest();
    case 'artifact':
      return artifactIn(image) ?? imageTexts.artifact();
  }
}

/** The contents of the registry; start programs come first if one does not match. */
export function details(image: InspectedImage, at: number, factsOf: FactsOf): readonly Block[] {
  const starts = started(image, factsOf);
  const [before, after] = unfitIn(image, factsOf).length > 0 ? [starts, []] : [[], starts];
  return [...before, ...about(image, at), ...platforms(image), ...after, ...others(image)];
}

function started({ ref, images }: InspectedImage, factsOf: FactsOf): readonly Block[] {
  const insides = images.flatMap(({ platform, digest }) => {
    const { inside } = factsOf(digest);
    return inside ? [insideTexts.told(headingOf(ref), platform, inside)] : [];
  });
  return insides.length > 0 ? [heading(reportTexts.inside()), { kind: 'bullets', items: insides }] : [];
}

function platforms({ images }: InspectedImage): readonly Block[] {
  if (images.length === 0) {
    return [];
  }
  const isAttested = images.some(({ attestations }) => attestations.length > 0);
  return [
    heading(reportTexts.platforms()),
    tableOf(
      [
        reportTexts.platform(),
        reportTexts.size(),
        ...(isAttested ? [reportTexts.attestations()] : []),
        reportTexts.digest(),
      ],
      images.map((image) => [
        image.osVersion === undefined ? image.platform : `${image.platform} ${image.osVersion}`,
        sized(image),
        ...(isAttested ? [attested(image)] : []),
        image.digest,
      ]),
    ),
  ];
}

function others({ other }: InspectedImage): readonly Block[] {
  return other.length > 0
    ? [
        heading(reportTexts.others()),
        tableOf(
          [reportTexts.kind(), reportTexts.digest()],
          other.map((entry) => [otherName(entry), entry.digest]),
        ),
      ]
    : [];
}

/** Their kinds; their number if the kinds are unknown. */
function attested({ attestations }: InspectedImage['images'][number]): string {
  const kinds = new Set(attestations.flatMap(({ predicateTypes }) => predicateTypes.map(predicateText)));
  return kinds.size > 0 ? [...kinds].join(', ') : attestations.length > 0 ? String(attestations.length) : '';
}

function otherName({ artifactType, mediaType }: InspectedImage['other'][number]): string {
  const kind = artifactKind(artifactType, mediaType);
  const type = artifactType ?? mediaType;
  return kind === undefined ? type : `${artifactText(kind)} (${type})`;
}

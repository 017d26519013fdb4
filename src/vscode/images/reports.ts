import type { Coverage } from '../../domain/coverage.ts';
import { compareImages } from '../../domain/compareImages.ts';
import { artifactKind, type InspectedImage } from '../../domain/image.ts';
import { cleanLine } from '../../domain/terminalText/clean.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { artifactText } from '../texts/artifacts.ts';
import { dateText, sizeText } from '../texts/builders.ts';
import { explain } from '../texts/diagnosis.ts';
import { reportTexts } from '../texts/images.ts';
import { insideTexts } from '../texts/inside.ts';
import type { PlatformFacts } from './platformFacts.ts';

/** What was found out of an image for one platform, by its digest. */
type FactsOf = (digest: string) => PlatformFacts;

const noFacts: FactsOf = () => ({});

/** What a registry holds, as a Markdown text to be read and copied. @param at when it was read, in milliseconds since 1970 */
export function inspectionReport(image: InspectedImage, at: number, factsOf: FactsOf = noFacts): string {
  return document([...heading(image, at), ...platforms(image, factsOf)]);
}

/** The same, and what would become of it on each group of nodes. */
export function verificationReport(
  image: InspectedImage,
  at: number,
  { state, groups }: Coverage,
  chosen: readonly ChosenCluster[],
  factsOf: FactsOf = noFacts,
): string {
  if (chosen.length === 0) {
    return document([...heading(image, at), reportTexts.noClusters(), ...platforms(image, factsOf)]);
  }
  const judged = groups.filter(({ platform }) => platform !== 'unknown');
  const silent = chosen.filter(({ known }) => known?.state !== 'read' && known?.state !== 'declared');
  return document([
    ...heading(image, at),
    `**${reportTexts.state(state)}**`,
    ...(judged.length > 0
      ? [
          `## ${reportTexts.clusters()}`,
          table(
            [reportTexts.cluster(), reportTexts.platform(), reportTexts.nodes(), reportTexts.verdict()],
            judged.map(({ context, platform, nodes, ...verdict }) => [
              context,
              platform,
              nodes === 0 ? '' : String(nodes),
              reportTexts.verdictOf(verdict),
            ]),
          ),
        ]
      : []),
    ...silent.map(({ context, known }) =>
      reportTexts.notAsked(text(context), known?.problem ? text(explain(known.problem).message) : ''),
    ),
    ...platforms(image, factsOf),
  ]);
}

/** What became of each platform from one image to another. */
export function comparisonReport(before: InspectedImage, after: InspectedImage, at: number): string {
  const rows = compareImages(before, after).map(({ platform, change, before: old, after: fresh }) => [
    platform,
    reportTexts.changeOf(change),
    sized(old),
    sized(fresh),
  ]);
  return document([
    `# ${text(before.ref)} → ${text(after.ref)}`,
    reportTexts.inspected(dateText(at)),
    lines([
      [reportTexts.before(), before.digest],
      [reportTexts.after(), after.digest],
    ]),
    ...(before.digest === after.digest ? [reportTexts.samePlatforms()] : []),
    table([reportTexts.platform(), reportTexts.change(), reportTexts.before(), reportTexts.after()], rows),
  ]);
}

function sized(image: InspectedImage['images'][number] | undefined): string {
  return image?.size === undefined ? '' : sizeText(image.size);
}

function heading({ ref, digest, mediaType, through, created }: InspectedImage, at: number): readonly string[] {
  return [
    `# ${text(ref)}`,
    [
      reportTexts.inspected(dateText(at)),
      ...(created === undefined ? [] : [reportTexts.made(dateText(created))]),
      ...(through ? [reportTexts.throughDocker()] : []),
    ].join(' '),
    lines([
      [reportTexts.digest(), digest],
      [reportTexts.kind(), mediaType],
    ]),
  ];
}

function platforms({ ref, images, other }: InspectedImage, factsOf: FactsOf): readonly string[] {
  const named = images.map(
    (image) =>
      [image.osVersion === undefined ? image.platform : `${image.platform} ${image.osVersion}`, image] as const,
  );
  const insides = images.flatMap(({ platform, digest }) => {
    const { inside } = factsOf(digest);
    return inside ? [insideTexts.told(ref, platform, inside)] : [];
  });
  return [
    ...(named.length > 0
      ? [
          `## ${reportTexts.platforms()}`,
          table(
            [reportTexts.platform(), reportTexts.size(), reportTexts.attestations()],
            named.map(([platform, image]) => [platform, sized(image), String(image.attestations.length)]),
          ),
          lines(named.map(([platform, { digest }]) => [platform, digest])),
          ...(insides.length > 0
            ? [`## ${reportTexts.inside()}`, insides.map((line) => `- ${text(line)}`).join('\n')]
            : []),
        ]
      : []),
    ...(other.length > 0
      ? [`## ${reportTexts.others()}`, lines(other.map((entry) => [otherName(entry), entry.digest]))]
      : []),
  ];
}

function otherName({ artifactType, mediaType }: InspectedImage['other'][number]): string {
  const kind = artifactKind(artifactType, mediaType);
  const type = artifactType ?? mediaType;
  return kind === undefined ? type : `${artifactText(kind)} (${type})`;
}

/** Digests are too long for a table. */
function lines(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `- ${text(name)}: ${text(value)}`).join('\n');
}

/** Columns of one width, so that it is a table for the eye too. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => text(cell).replaceAll('|', '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...others.map(line)].join('\n');
}

function text(words: string): string {
  return cleanLine(words, undefined, 500);
}

function document(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

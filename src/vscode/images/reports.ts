import { joinText, longestPiece, safeText, type SafeText } from '../../domain/safeText.ts';
import type { Coverage, GroupCoverage } from '../../domain/cluster/coverage.ts';
import { compareImages } from '../../domain/image/compareImages.ts';
import { artifactKind } from '../../domain/image/artifactKind.ts';
import { sizeOf, type InspectedImage } from '../../domain/image/describe.ts';
import type { ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import { useName, useTexts } from '../targets/texts/uses.ts';
import type { ChosenCluster } from '../targets/clusters/clusterModel.ts';
import { joinMarkdown, md, table, type Markdown } from '../shared/text/markdown.ts';
import { artifactIn, artifactText } from './texts/artifacts.ts';
import { dateText, sizeText } from '../shared/text/measures.ts';
import { failureText } from '../shared/errors/diagnosisTexts.ts';
import { imageTexts, predicateText } from './texts/images.ts';
import { reportTexts } from './texts/reports.ts';
import { insideTexts } from './texts/inside.ts';
import { unfitIn } from '../../domain/coverage/imageFate.ts';
import type { PlatformFacts } from './model/platformFacts.ts';

/** The facts about a single-platform image, by digest. */
type FactsOf = (digest: string) => PlatformFacts;

const noFacts: FactsOf = () => ({});

/** The contents of a registry as Markdown text. @param at when they were read, in milliseconds since 1970 */
export function inspectionReport(image: InspectedImage, at: number, factsOf: FactsOf = noFacts): string {
  return document([title(image), ...details(image, at, factsOf)]);
}

/** How it would run on each group of nodes, with the result first, and the contents of the registry. */
export function verificationReport(
  image: InspectedImage,
  at: number,
  { coverage: { state, groups }, uses }: ImageVerdict,
  chosen: readonly ChosenCluster[],
  factsOf: FactsOf = noFacts,
): string {
  const rest = details(image, at, factsOf);
  if (image.kind === 'artifact') {
    return document([title(image), md`**${reportTexts.noImage()}**`, ...rest]);
  }
  if (chosen.length === 0) {
    return document([title(image), md`**${reportTexts.noClusters()}**`, ...rest]);
  }
  const judged = groups.filter(({ platform }) => platform !== 'unknown');
  const isNowhere = uses.length > 0 && uses.every((fate) => fate.isNowhere);
  const silent = chosen.filter(({ known }) => known?.state !== 'read' && known?.state !== 'declared');
  return document([
    title(image),
    md`**${isNowhere ? useTexts.nowhere() : outcome(state, judged, silent.length > 0)}**`,
    ...(judged.length > 0
      ? [
          md`## ${reportTexts.clusters()}`,
          table(
            [reportTexts.cluster(), reportTexts.platform(), reportTexts.nodes(), reportTexts.verdict()],
            judged.map(({ context, platform, nodes, ...verdict }) => [
              cell(context),
              cell(platform),
              cell(nodes === 0 ? '' : String(nodes)),
              reportTexts.verdictOf(verdict),
            ]),
          ),
        ]
      : []),
    ...byWorkload(uses),
    ...silent.map(
      ({ context, known }) =>
        md`${reportTexts.notAsked(context, known?.problem ? failureText(known.problem).message : '')}`,
    ),
    ...rest,
  ]);
}

/** Each workload with its own verdict. */
function byWorkload(uses: ImageVerdict['uses']): readonly Markdown[] {
  return uses.length > 0
    ? [
        md`## ${reportTexts.workloads()}`,
        md`${useTexts.judgedBy(uses.map(({ use }) => use))}`,
        lines(uses.map((fate) => [useName(fate.use), [useTexts.fate(fate), ...useTexts.fateMore(fate)].join(' · ')])),
      ]
    : [md`${useTexts.none()}`];
}

/** The table as a sentence, with the number of nodes if they can be counted. */
function outcome(state: Coverage['state'], judged: readonly GroupCoverage[], isPartly: boolean): SafeText {
  const failing = judged.filter(({ verdict }) => verdict === 'fails');
  const count = (groups: readonly GroupCoverage[]) => groups.reduce((sum, { nodes }) => sum + nodes, 0);
  const [some, all] = [count(failing), count(judged)];
  if (state === 'runs') {
    return isPartly ? reportTexts.runsPartly() : reportTexts.state(state);
  }
  return some > 0 ? reportTexts.failsOn(some, all) : reportTexts.state(state);
}

/** The change of each platform from one image to another. */
export function comparisonReport(before: InspectedImage, after: InspectedImage, at: number): string {
  const compared = compareImages(before, after);
  const changes = (['added', 'removed', 'changed', 'same'] as const).map(
    (change) => [change, compared.filter((each) => each.change === change).map(({ platform }) => platform)] as const,
  );
  const rows = compared.map(({ platform, change, before: old, after: fresh }) => [
    platform,
    reportTexts.changeOf(change),
    sized(old),
    sized(fresh),
  ]);
  const totals = [sizeText(sizeOf(before)), sizeText(sizeOf(after))];
  return document([
    md`# ${safeText(before.ref)} → ${safeText(after.ref)}`,
    ...(before.digest === after.digest
      ? [md`**${reportTexts.samePlatforms()}**`]
      : [
          lines(
            changes.flatMap(([change, named]) =>
              named.length > 0 ? [[reportTexts.changeOf(change), named.join(', ')] as const] : [],
            ),
          ),
        ]),
    ...(rows.length > 0
      ? [
          table(
            [reportTexts.platform(), reportTexts.change(), reportTexts.before(), reportTexts.after()],
            [...rows, ...(rows.length > 1 ? [[reportTexts.total(), '', ...totals]] : [])].map((row) => row.map(cell)),
          ),
        ]
      : []),
    lines([
      [reportTexts.before(), `${before.digest} (${kindText(before)})`],
      [reportTexts.after(), `${after.digest} (${kindText(after)})`],
    ]),
    md`${reportTexts.inspected(dateText(at))}`,
  ]);
}

function sized(image: InspectedImage['images'][number] | undefined): string {
  return image === undefined ? '' : image.size === undefined ? imageTexts.notThere() : sizeText(image.size);
}

function title({ ref }: InspectedImage): Markdown {
  return md`# ${safeText(ref)}`;
}

function about(image: InspectedImage, at: number): readonly Markdown[] {
  const { digest, through, created } = image;
  const size = sizeOf(image);
  return [
    md`## ${reportTexts.registry()}`,
    md`${joinText(
      [
        reportTexts.inspected(dateText(at)),
        created === undefined ? undefined : reportTexts.made(dateText(created)),
        through ? reportTexts.throughDocker() : undefined,
      ],
      ' ',
    )}`,
    lines([
      [reportTexts.digest(), digest],
      [reportTexts.kind(), `${kindText(image)}, ${image.mediaType}`],
      ...(size > 0 ? [[reportTexts.size(), reportTexts.compressed(sizeText(size))] as const] : []),
    ]),
  ];
}

/** The meaning of the media type. */
function kindText(image: InspectedImage): string {
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
function details(image: InspectedImage, at: number, factsOf: FactsOf): readonly Markdown[] {
  const starts = started(image, factsOf);
  const [before, after] = unfitIn(image, factsOf).length > 0 ? [starts, []] : [[], starts];
  return [...before, ...about(image, at), ...platforms(image), ...after, ...others(image)];
}

function started({ ref, images }: InspectedImage, factsOf: FactsOf): readonly Markdown[] {
  const insides = images.flatMap(({ platform, digest }) => {
    const { inside } = factsOf(digest);
    return inside ? [insideTexts.told(ref, platform, inside)] : [];
  });
  return insides.length > 0
    ? [
        md`## ${reportTexts.inside()}`,
        joinMarkdown(
          insides.map((line) => md`- ${line}`),
          '\n',
        ),
      ]
    : [];
}

function platforms({ images }: InspectedImage): readonly Markdown[] {
  if (images.length === 0) {
    return [];
  }
  const named = images.map(
    (image) =>
      [image.osVersion === undefined ? image.platform : `${image.platform} ${image.osVersion}`, image] as const,
  );
  const isAttested = images.some(({ attestations }) => attestations.length > 0);
  return [
    md`## ${reportTexts.platforms()}`,
    table(
      [reportTexts.platform(), reportTexts.size(), ...(isAttested ? [reportTexts.attestations()] : [])],
      named.map(([platform, image]) => [platform, sized(image), ...(isAttested ? [attested(image)] : [])].map(cell)),
    ),
    lines(named.map(([platform, { digest }]) => [platform, digest])),
  ];
}

function others({ other }: InspectedImage): readonly Markdown[] {
  return other.length > 0
    ? [md`## ${reportTexts.others()}`, lines(other.map((entry) => [otherName(entry), entry.digest]))]
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

/** Digests are too long for a table. */
function lines(entries: readonly (readonly [string, string])[]): Markdown {
  return joinMarkdown(
    entries.map(([name, value]) => md`- ${cell(name)}: ${cell(value)}`),
    '\n',
  );
}

function cell(words: string): SafeText {
  return safeText(words, longestPiece);
}

function document(parts: readonly Markdown[]): string {
  return `${joinMarkdown(parts, '\n\n').value}\n`;
}

import { hasNodes } from '../../../domain/cluster/chosen/hasNodes.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import type { Coverage, GroupCoverage } from '../../../domain/cluster/coverage.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import type { ImageVerdict } from '../../../domain/coverage/judgeImage.ts';
import { commandIds } from '../../commandIds.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { heading, paragraph, type Block, type Report } from '../../shared/report/report.ts';
import type { ChosenCluster } from '../../targets/clusters/clusterModel.ts';
import { useName, useTexts } from '../../targets/texts/uses.ts';
import { reportTexts } from '../texts/reports.ts';
import { headingOf, tableOf } from './blocks.ts';
import { details, type FactsOf } from './details.ts';
import { check, copy, manifest, repair, restart } from './nextSteps.ts';

export interface Judged extends ImageVerdict {
  /** Whether workloads of the selected clusters use it; absent if unknown. */
  readonly isUsed?: boolean | undefined;
}

/** How it would run on each group of nodes, with the result first, and the contents of the registry. */
export function verificationReport(
  image: InspectedImage,
  at: number,
  { coverage, uses, isUsed }: Judged,
  chosen: readonly ChosenCluster[],
  factsOf: FactsOf = () => ({}),
): Report {
  const rest = details(image, at, factsOf);
  const title = headingOf(image.ref);
  if (image.kind === 'artifact') {
    const outcome = { text: reportTexts.noImage(), tone: 'neutral' } as const;
    return { heading: title, outcome, next: [manifest(image), copy()], blocks: rest };
  }
  if (chosen.length === 0) {
    const outcome = { text: reportTexts.noClusters(), tone: 'neutral' } as const;
    const choose = { label: reportTexts.next.chooseClusters(), command: commandIds.selectClusters };
    return { heading: title, outcome, next: [choose, manifest(image), copy()], blocks: rest };
  }
  const judged = coverage.groups.filter(({ platform }) => platform !== 'unknown');
  const isNowhere = uses.length > 0 && uses.every((fate) => fate.isNowhere);
  const silent = chosen.filter(({ known }) => !hasNodes(known));
  const fails = isNowhere || coverage.state === 'fails' || coverage.state === 'partial';
  const isComplete = coverage.state === 'runs' && silent.length === 0 && !isNowhere;
  return {
    heading: title,
    outcome: {
      text: isNowhere ? useTexts.nowhere() : outcome(coverage.state, judged, silent.length > 0),
      tone: fails ? 'bad' : isComplete ? 'good' : 'neutral',
    },
    next: [
      ...repair(image, coverage),
      ...(isComplete && isUsed === true ? [restart(image)] : []),
      check(image),
      ...(isComplete && isUsed === undefined ? [restart(image)] : []),
      manifest(image),
      copy(),
    ],
    blocks: [
      ...(judged.length > 0
        ? [
            heading(reportTexts.clusters()),
            tableOf(
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
      ...byWorkload(image.ref, uses),
      ...silent.map(({ context, known }) =>
        paragraph(reportTexts.notAsked(context, known?.problem ? failureText(known.problem).message : '')),
      ),
      ...rest,
    ],
  };
}

/** Each workload with its own verdict; failing ones come first. */
function byWorkload(image: string, uses: ImageVerdict['uses']): readonly Block[] {
  if (uses.length === 0) {
    return [paragraph(useTexts.none())];
  }
  const isFailing = ({ isNowhere, state }: ImageVerdict['uses'][number]) =>
    isNowhere || state === 'fails' || state === 'partial';
  const sorted = [...uses.filter(isFailing), ...uses.filter((fate) => !isFailing(fate))];
  return [
    heading(reportTexts.workloads()),
    paragraph(useTexts.judgedBy(uses.map(({ use }) => use))),
    tableOf(
      [reportTexts.workload(), reportTexts.verdict(), reportTexts.details()],
      sorted.map((fate) => [useName(fate.use), useTexts.fate(fate), useTexts.fateMore(fate, image).join(' · ')]),
    ),
  ];
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

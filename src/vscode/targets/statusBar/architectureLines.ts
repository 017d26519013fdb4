import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { Architecture, ArchitectureState } from '../../../domain/cluster/architecture.ts';
import type { Ineligible, NodeGroup } from '../../../domain/cluster/cluster.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { saysMore } from '../clusters/saysMore.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { clusterTexts, platformRowTexts } from '../texts/clusters.ts';
import { useTexts } from '../texts/uses.ts';
import { spokenList } from '../../shared/text/spokenList.ts';
import type { ArchitectureStatus } from './status.ts';

type When = (time: number) => string;

/** The information of tooltip, pick and screen reader, as plain lines with untrusted text. */
export interface ArchitectureLines {
  readonly headline: SafeText;
  /** The expected result, as far as known. */
  readonly outcome: readonly SafeText[];
  readonly builder: SafeText;
  /** Which nodes count. Absent without clusters. */
  readonly judgedBy?: SafeText;
  readonly clusters: readonly { readonly context: string; readonly details: SafeText }[];
}

/** @param when formats a time: text that stays visible should not say “a minute ago” */
export function architectureLines(status: ArchitectureStatus, when: When): ArchitectureLines {
  const { architecture, builder, byVariable, chosen } = status;
  return {
    headline: isNowhere(status)
      ? architectureTexts.nowhere()
      : architectureTexts.headline(architecture.state, architecture),
    outcome: outcome(status, when),
    builder: byVariable ? variableLine(architecture.host) : builderLine(architecture.host, builder),
    ...judgedBy(status),
    clusters: chosen.map((cluster) => ({ context: cluster.context, details: clusterDetails(cluster, when) })),
  };
}

/** Without the labels of its nodes, a cluster is judged as a whole. */
function judgedBy({ uses, chosen }: ArchitectureStatus): Pick<ArchitectureLines, 'judgedBy'> {
  const clusters = chosen.flatMap(({ known }) => known ?? []);
  if (clusters.length === 0) {
    return {};
  }
  if (uses.length === 0) {
    return { judgedBy: useTexts.noneBuilt() };
  }
  return clusters.every(({ kinds }) => kinds !== undefined) ? { judgedBy: useTexts.judgedBy(uses) } : {};
}

/** All nodes are known, and none of them accepts the workloads. */
function isNowhere({ uses, chosen, architecture }: ArchitectureStatus): boolean {
  const isRead = chosen.every(({ known }) => known?.state === 'read' && known.kinds !== undefined);
  return uses.length > 0 && chosen.length > 0 && isRead && architecture.targets.length === 0;
}

function variableLine(host: string | undefined): SafeText {
  return architectureTexts.byVariable(shortPlatform(host ?? ''));
}

function builderLine(host: string | undefined, builder: string | undefined): SafeText {
  if (host === undefined) {
    return architectureTexts.builderUnknown();
  }
  const made = shortPlatform(host);
  return builder === undefined ? architectureTexts.someBuilder(made) : architectureTexts.builder(builder, made);
}

function outcome({ architecture, unticked, pushedAt }: ArchitectureStatus, when: When): readonly SafeText[] {
  const { state, image, pushed } = architecture;
  return [
    ...(state === 'mismatch' ? failures(architecture) : []),
    ...(pushed ? [architectureTexts.lastPush(pushed.image, when(pushed.at))] : emulation(architecture)),
    ...(state === 'mismatch' && unticked.length > 0
      ? [architectureTexts.unticked(unticked.map(shortPlatform).join(', '))]
      : []),
    ...(image === undefined || pushedAt === undefined ? [] : [covered(state, image, when(pushedAt))]),
  ];
}

/** If a cluster is unknown, an image can only cover the others. */
function covered(state: ArchitectureState, image: string, pushed: string): SafeText {
  return state === 'unknown'
    ? architectureTexts.coveredAsKnown(image, pushed)
    : architectureTexts.coveredBy(image, pushed);
}

function failures({ coverage, nodes, failing }: Architecture): readonly SafeText[] {
  const failed = coverage.groups.filter(({ verdict }) => verdict === 'fails');
  if (failed.length === 0) {
    return [];
  }
  if (failing === 0) {
    return [
      architectureTexts.failingDeclared(unique(failed.map(({ platform }) => shortPlatform(platform))).join(', ')),
    ];
  }
  const how = failed.every((group) => group.how === 'does-not-pull') ? 'does-not-pull' : 'crashes';
  return [architectureTexts.failing(failing, nodes, how)];
}

function emulation({ coverage, host }: Architecture): readonly SafeText[] {
  const imitated = coverage.groups.some(({ verdict }) => verdict === 'emulated');
  return imitated && host !== undefined ? [architectureTexts.emulated(shortPlatform(host))] : [];
}

/** `12 nodes with amd64, 3 nodes with arm64 · checked 3 hours ago`. */
function clusterDetails(cluster: ChosenCluster, when: When): SafeText {
  const { known, asking, gone } = cluster;
  const answer = known === undefined ? [] : [answerText(known)];
  const words = [
    ...(gone ? [architectureTexts.gone()] : answer.length > 0 || asking ? answer : [architectureTexts.notRead()]),
    ...(known?.placedBy === undefined ? [] : [clusterTexts.placedBy(known.placedBy)]),
    ...(asking ? [architectureTexts.asking()] : ageText(cluster, when)),
  ];
  return safeText(words.join(' · '));
}

/** A declaration has no age of its own. */
function ageText({ known, at, readAt }: ChosenCluster, when: When): readonly SafeText[] {
  if (at === undefined || known?.state === 'declared') {
    return [];
  }
  const former = known !== undefined && known.state !== 'read' && readAt !== undefined;
  return [architectureTexts.asked(when(at)), ...(former ? [architectureTexts.lastRead(when(readAt))] : [])];
}

function answerText({ state, problem, groups }: NonNullable<ChosenCluster['known']>): string {
  if (state === 'declared') {
    return architectureTexts.declared(groups.map(({ platform }) => shortPlatform(platform)).join(', '));
  }
  if (state !== 'read') {
    return problem && saysMore({ state, problem })
      ? failureText(problem).message.replace(/\.$/, '')
      : platformRowTexts[state]();
  }
  const taking = groups.flatMap(groupText);
  const words = [...taking, ...skippedText(groups)];
  return words.length > 0 ? words.join(', ') : architectureTexts.noNodes();
}

function groupText({ platform, eligible, pools = [] }: NodeGroup): readonly string[] {
  if (eligible > 0) {
    return [architectureTexts.nodesOf(eligible, shortPlatform(platform))];
  }
  return pools.length > 0 ? [architectureTexts.poolOf(shortPlatform(platform))] : [];
}

/** `3 nodes skipped (2 cordoned, 1 not ready)`. */
function skippedText(groups: readonly NodeGroup[]): readonly string[] {
  const byReason = new Map<Ineligible, number>();
  for (const { reason, nodes } of groups.flatMap(({ ineligible }) => ineligible)) {
    byReason.set(reason, (byReason.get(reason) ?? 0) + nodes);
  }
  const nodes = [...byReason.values()].reduce((sum, each) => sum + each, 0);
  const why = [...byReason].map(([reason, each]) => clusterTexts.ineligible(reason, each)).join(', ');
  return nodes > 0 ? [architectureTexts.skipped(nodes, why)] : [];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The same for a screen reader, as sentences. */
export function spokenText({ headline, outcome, builder, judgedBy, clusters }: ArchitectureLines): SafeText {
  const contexts = clusters.map(({ context, details }) => {
    const line = spokenList(architectureTexts.cluster(context, details));
    return line.endsWith('…') ? line : `${line}.`;
  });
  const judged = judgedBy === undefined ? [] : [judgedBy];
  return safeText([headline, ...outcome, builder, ...judged, ...contexts].join(' '));
}

import type { Architecture } from '../../domain/architecture.ts';
import type { NodeGroup } from '../../domain/cluster.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { explain } from '../texts/diagnosis.ts';
import type { ArchitectureStatus } from './status.ts';

type When = (time: number) => string;

/** What tooltip, pick and screen reader tell, as plain lines that may contain anything. */
export interface ArchitectureLines {
  readonly headline: string;
  /** What would happen, as far as that can be told. */
  readonly outcome: readonly string[];
  readonly builder: string;
  readonly clusters: readonly { readonly context: string; readonly details: string }[];
}

/** @param when how a moment is told: a text that stays for long had better not say «a minute ago» */
export function architectureLines(status: ArchitectureStatus, when: When): ArchitectureLines {
  const { architecture, builder, chosen } = status;
  return {
    headline: architectureTexts.headline(architecture.state, architecture),
    outcome: outcome(status, when),
    builder: builderLine(architecture.host, builder),
    clusters: chosen.map((cluster) => ({ context: cluster.context, details: clusterDetails(cluster, when) })),
  };
}

function builderLine(host: string | undefined, builder: string | undefined): string {
  if (host === undefined) {
    return architectureTexts.builderUnknown();
  }
  return builder === undefined ? architectureTexts.someBuilder(host) : architectureTexts.builder(builder, host);
}

function outcome({ architecture, pushedAt }: ArchitectureStatus, when: When): readonly string[] {
  const { state, image } = architecture;
  return [
    ...(state === 'mismatch' ? failures(architecture) : []),
    ...emulation(architecture),
    ...(image === undefined || pushedAt === undefined ? [] : [architectureTexts.coveredBy(image, when(pushedAt))]),
  ];
}

function failures({ coverage, nodes, failing }: Architecture): readonly string[] {
  const failed = coverage.groups.filter(({ verdict }) => verdict === 'fails');
  if (failed.length === 0) {
    return [];
  }
  if (failing === 0) {
    return [architectureTexts.failingDeclared(unique(failed.map(({ platform }) => platform)).join(', '))];
  }
  const how = failed.every((group) => group.how === 'does-not-pull') ? 'does-not-pull' : 'crashes';
  return [architectureTexts.failing(failing, nodes, how)];
}

function emulation({ coverage, host }: Architecture): readonly string[] {
  const imitated = coverage.groups.some(({ verdict }) => verdict === 'emulated');
  return imitated && host !== undefined ? [architectureTexts.emulated(host)] : [];
}

/** `12 nodes linux/amd64, 3 nodes linux/arm64 · asked 3 hours ago`. */
function clusterDetails({ known, at, asking, gone }: ChosenCluster, when: When): string {
  const answer = known === undefined ? [] : [answerText(known)];
  const words = [
    ...(gone ? [architectureTexts.gone()] : answer.length > 0 || asking ? answer : [architectureTexts.notRead()]),
    ...(asking ? [architectureTexts.asking()] : at === undefined ? [] : [architectureTexts.asked(when(at))]),
  ];
  return words.join(' · ');
}

function answerText({ state, problem, groups }: NonNullable<ChosenCluster['known']>): string {
  if (state === 'declared') {
    return architectureTexts.declared(groups.map(({ platform }) => platform).join(', '));
  }
  if (state !== 'read') {
    return problem === undefined ? architectureTexts.notRead() : explain(problem).message.replace(/\.$/, '');
  }
  const taking = groups.flatMap(groupText);
  const others = groups.reduce((sum, { nodes, eligible }) => sum + nodes - eligible, 0);
  const words = [...taking, ...(others > 0 ? [architectureTexts.others(others)] : [])];
  return words.length > 0 ? words.join(', ') : architectureTexts.noNodes();
}

function groupText({ platform, eligible, pools = [] }: NodeGroup): readonly string[] {
  if (eligible > 0) {
    return [architectureTexts.nodesOf(eligible, platform)];
  }
  return pools.length > 0 ? [architectureTexts.poolOf(platform)] : [];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The same for a screen reader: sentences. */
export function spokenText({ headline, outcome, builder, clusters }: ArchitectureLines): string {
  const contexts = clusters.map(({ context, details }) => {
    const line = architectureTexts.cluster(context, details);
    return line.endsWith('…') ? line : `${line}.`;
  });
  return [headline, ...outcome, builder, ...contexts].join(' ');
}

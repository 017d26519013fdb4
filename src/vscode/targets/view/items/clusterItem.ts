import { hasNodes } from '../../../../domain/cluster/chosen/hasNodes.ts';
import { safeLines, safeText, text } from '../../../../domain/safeText.ts';
import type { NodeGroup } from '../../../../domain/cluster/cluster.ts';
import { isNeeded } from '../../../../domain/cluster/chosen/clusterTargets.ts';
import type { ChosenCluster } from '../../clusters/clusterModel.ts';
import { nodesText } from '../../needs.ts';
import { agoText } from '../../../shared/text/measures.ts';
import { clusterTexts, platformRowTexts } from '../../texts/clusters.ts';
import { failureText } from '../../../shared/errors/diagnosisTexts.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import { isDeclarable } from '../children.ts';
import type { ClusterElement, GroupElement } from '../elements.ts';
import type { PlatformsItem } from './platformsItem.ts';

type Known = NonNullable<ChosenCluster['known']>;

/** @param now milliseconds since 1970 */
export function clusterItem({ context, cluster, earlier }: ClusterElement, now: number): PlatformsItem {
  const { known, asking, gone } = cluster;
  const isInTrouble = isDeclarable(cluster) || gone;
  const details = [
    gone ? platformRowTexts.gone() : known ? answerText(known) : asking ? undefined : platformRowTexts.notAsked(),
    asking ? platformRowTexts.asking() : ageText(cluster, earlier, now),
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    // VS Code stores expansion by id, so a failing cluster expands
    id: `cluster ${context}${isInTrouble ? ' in trouble' : ''}`,
    label: safeText(context),
    description,
    ...iconOf(cluster),
    tooltip: safeLines([context, ...facts(cluster, now)]),
    contextValue: isDeclarable(cluster) ? 'cluster declarable' : 'cluster',
    children: isInTrouble ? 'expanded' : known && known.groups.length > 0 ? 'collapsed' : undefined,
    spoken: platformRowTexts.spokenCluster(context, spokenList(description)),
  };
}

/** Below a cluster, the nodes of a platform; below a platform, those of a cluster. */
export function groupItem({ below, context, state, group }: GroupElement): PlatformsItem {
  const platform = group.platform === 'unknown' ? clusterTexts.unknownPlatform() : group.platform;
  const [label, icon] = below === 'cluster' ? [platform, 'chip'] : [context, 'server-environment'];
  const needed = isNeeded(group, { state });
  const count =
    state === 'declared' || group.nodes === 0
      ? nodesText({ state, group })
      : group.eligible === group.nodes
        ? clusterTexts.nodes(group.nodes)
        : clusterTexts.nodesOf(group.eligible, group.nodes);
  const details = [count, ...group.ineligible.map(({ reason, nodes }) => clusterTexts.ineligible(reason, nodes))];
  return {
    id: `${below} ${context} ${group.platform}`,
    label: safeText(label),
    description: safeText(details.join(' · ')),
    icon,
    ...(!needed && { color: 'disabledForeground' }),
    tooltip: safeLines([`${context}: ${platform}`, ...groupFacts(group, count)]),
    contextValue: 'group',
    spoken: text`${label}: ${details.join(', ')}`,
  };
}

function groupFacts({ ineligible, taints, pools = [] }: NodeGroup, count: string): readonly string[] {
  return [
    count,
    ...ineligible.map(({ reason, nodes, taint = '' }) => clusterTexts.ineligibleMore(reason, nodes, taint)),
    ...(taints.length > 0 ? [clusterTexts.taints(taints.join(', '))] : []),
    ...(pools.length > 0 ? [clusterTexts.pools(pools.join(', '))] : []),
  ];
}

/** The age of the shown nodes; a declaration has none. */
function ageText({ known, at, readAt }: ChosenCluster, earlier: boolean, now: number): string | undefined {
  if (known?.state === 'declared') {
    return undefined;
  }
  if (known !== undefined && known.state !== 'read' && readAt !== undefined) {
    return platformRowTexts.lastRead(agoText(readAt, now));
  }
  return earlier && at !== undefined ? agoText(at, now) : undefined;
}

/** `12 nodes · amd64`, or why they are unknown. */
function answerText(known: Known): string {
  const { state, groups } = known;
  const names = groups
    .filter((group) => isNeeded(group, known))
    .map(({ platform }) => platform.replace(/^linux\//, ''));
  if (state === 'declared') {
    return platformRowTexts.declaredAs(names.join(', '));
  }
  if (state !== 'read') {
    // the whole sentence is in the tooltip and the row below
    return platformRowTexts[state]();
  }
  const all = groups.reduce((sum, { nodes }) => sum + nodes, 0);
  if (names.length === 0) {
    return all === 0 ? platformRowTexts.noNodes() : platformRowTexts.noneEligible(all);
  }
  const eligible = groups.reduce((sum, group) => sum + group.eligible, 0);
  return [eligible === 0 ? clusterTexts.pool() : clusterTexts.nodes(eligible), names.join(', ')].join(' · ');
}

function facts({ known, at, readAt, gone }: ChosenCluster, now: number): readonly string[] {
  const problem = known?.problem && failureText(known.problem);
  return [
    ...(gone ? [platformRowTexts.goneMore()] : []),
    ...(known && !problem ? [answerText(known)] : []),
    ...(known?.state === 'declared' ? [platformRowTexts.declaredMore()] : []),
    ...(problem ? [problem.message] : []),
    ...(problem?.advice === undefined ? [] : [problem.advice]),
    ...(known?.local ? [platformRowTexts.local()] : []),
    ...(known?.placedBy === undefined ? [] : [clusterTexts.placedBy(known.placedBy)]),
    ...(at === undefined ? [] : [platformRowTexts.asked(agoText(at, now))]),
    ...(known?.state === 'read' || readAt === undefined ? [] : [platformRowTexts.lastReadMore(agoText(readAt, now))]),
  ];
}

function iconOf({ known, asking, gone }: ChosenCluster): Pick<PlatformsItem, 'icon' | 'color'> {
  if (asking) {
    return { icon: 'loading~spin' };
  }
  if (gone || (known && !hasNodes(known))) {
    return { icon: 'warning', color: 'list.warningForeground' };
  }
  return { icon: 'server-environment', ...(known === undefined && { color: 'disabledForeground' }) };
}

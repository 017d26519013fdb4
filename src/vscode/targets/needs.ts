import { needsOf, type Need } from '../../domain/cluster/chosen/needs.ts';
import { clusterTexts } from './texts/clusters.ts';
import type { ChosenCluster } from './clusters/clusterModel.ts';

/** `prod: 12 nodes · mixed: 3 nodes`; for more than two clusters, the number of the rest. */
export function needsText(needs: readonly Need[]): string {
  const shown = needs.length > 2 ? needs.slice(0, 1) : needs;
  const more = needs.length - shown.length;
  const words = shown.map(({ context, ...need }) => clusterTexts.need(context, nodesText(need)));
  return [...words, ...(more > 0 ? [clusterTexts.moreClusters(more)] : [])].join(' · ');
}

/** For a pick: `needed by prod: 12 nodes`; undefined if no selected cluster needs it. */
export function neededBy(platform: string, chosen: readonly ChosenCluster[]): string | undefined {
  const needs = needsOf(platform, chosen);
  return needs.length === 0 ? undefined : clusterTexts.neededBy(needsText(needs));
}

/** The number of nodes, or why it counts without any. */
export function nodesText({ state, group }: Omit<Need, 'context'>): string {
  if (state === 'declared') {
    return clusterTexts.declared();
  }
  return group.eligible === 0 && group.pools !== undefined ? clusterTexts.pool() : clusterTexts.nodes(group.eligible);
}

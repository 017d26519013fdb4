import type { SafeText } from '../../../domain/safeText.ts';
import type { ArchitectureState } from '../../../domain/cluster/architecture.ts';
import { commandIds } from '../../commandIds.ts';
import { architectureTexts } from '../texts/architecture.ts';

export interface ArchitectureAction {
  readonly label: SafeText;
  /** Name of a codicon. */
  readonly icon: string;
  readonly command: string;
}

/** The actions of the status bar; the most helpful one comes first. */
export function architectureActions(state: ArchitectureState): readonly ArchitectureAction[] {
  const { actions } = architectureTexts;
  const platforms = { label: actions.platforms(), icon: 'list-selection', command: commandIds.selectPlatforms };
  const clusters = { label: actions.clusters(), icon: 'globe', command: commandIds.selectClusters };
  if (state === 'noCluster') {
    return [clusters, platforms];
  }
  const build = { label: actions.build(), icon: 'rocket', command: commandIds.buildForCluster };
  const refresh = { label: actions.refresh(), icon: 'refresh', command: commandIds.cluster.refresh };
  const declare = { label: actions.declare(), icon: 'edit', command: commandIds.cluster.declarePlatforms };
  switch (state) {
    case 'notRead':
      return [refresh, build, platforms, clusters];
    case 'unknown':
      return [refresh, declare, build, platforms, clusters];
    case 'matches':
    case 'mismatch':
    case 'covered':
      return [build, platforms, clusters, refresh];
  }
}

import type { Memento } from 'vscode';
import { writeClusters } from '../../settings/clusters.ts';
import { settings } from '../../settings/settings.ts';

/** The selected contexts of this workspace: the setting, or the remembered selection. */
export interface ClusterChoice {
  readonly contexts: readonly string[];
  readonly bySetting: boolean;
  /** Writes to the setting if it is in effect. */
  choose(contexts: readonly string[]): Promise<void>;
}

const key = 'clusters:chosen';

export function createClusterChoice(state: Memento): ClusterChoice {
  const set = () => settings.clusters();
  return {
    get contexts() {
      const named = set();
      return [...new Set(named.length > 0 ? named : remembered(state))];
    },
    get bySetting() {
      return set().length > 0;
    },
    async choose(contexts) {
      const bySetting = set().length > 0;
      await state.update(key, contexts);
      if (bySetting) {
        await writeClusters(contexts);
      }
    },
  };
}

function remembered(state: Memento): readonly string[] {
  const value: unknown = state.get(key);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

import type { Memento } from 'vscode';
import { writeClusters } from '../../settings/clusters.ts';
import { settings } from '../../settings/settings.ts';

/** Which contexts this workspace is built for: the setting, or what was chosen and is remembered. */
export interface ClusterChoice {
  readonly contexts: readonly string[];
  readonly bySetting: boolean;
  /** Writes to the setting where that is what counts. */
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

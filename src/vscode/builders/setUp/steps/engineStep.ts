import type { SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

const inUse = 'inUse';

/** Asks for the Docker engine; skipped if there is only one. */
export function engineStep(contexts: readonly string[]): SetUpStep {
  return {
    id: 'engine',
    applies: ({ driver }) => driver === 'docker-container' && contexts.length > 1,
    async ask(state, ui) {
      const endpoint = await ui.pick<string | undefined>({
        placeholder: l10n.t('Which Docker engine should it run on?'),
        active: state.endpoint === undefined ? inUse : `context:${state.endpoint}`,
        rows: () => [
          { id: inUse, icon: 'circle-filled', label: l10n.t('Docker’s current engine') },
          ...contexts.map((name) => ({
            id: `context:${name}`,
            icon: 'server',
            label: name,
            description: l10n.t('Docker context'),
          })),
        ],
        accept: ({ row }) => (row ? { answer: row.id === inUse ? undefined : row.id.slice('context:'.length) } : {}),
      });
      return { state: { ...state, endpoint } };
    },
  };
}

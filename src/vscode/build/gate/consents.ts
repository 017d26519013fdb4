import type { Memento } from 'vscode';
import type { Consents } from '../../../services/policy/questions.ts';

const memoryKey = 'build:consents';
const most = 50;

/** Consent for bake files of this workspace, newest first; the oldest entries are dropped. */
export function createConsents(state: Memento): Consents {
  const all = (): readonly (readonly [string, readonly string[]])[] => {
    const value: unknown = state.get(memoryKey);
    return Array.isArray(value) ? value.filter(isConsent) : [];
  };
  const of = (key: string) => all().find(([kept]) => kept === key)?.[1] ?? [];
  return {
    of,
    async add(key, allowed) {
      const own = [...new Set([...of(key), ...allowed])];
      await state.update(memoryKey, [[key, own], ...all().filter(([kept]) => kept !== key)].slice(0, most));
    },
  };
}

/** Another version of the extension may have stored a different format. */
function isConsent(value: unknown): value is readonly [string, readonly string[]] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Array.isArray(value[1]) &&
    value[1].every((each) => typeof each === 'string')
  );
}

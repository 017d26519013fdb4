import type { Memento } from 'vscode';

/** A workspace's storage without a workspace. Values are copied, as in VS Code's database. */
export function memento(values: Readonly<Record<string, unknown>> = {}): Memento {
  const kept = new Map<string, string>(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    keys: () => [...kept.keys()],
    get: (key: string, otherwise?: unknown): unknown => {
      const text = kept.get(key);
      return text === undefined ? otherwise : JSON.parse(text);
    },
    update: (key: string, value: unknown) => {
      if (value === undefined) {
        kept.delete(key);
      } else {
        kept.set(key, JSON.stringify(value));
      }
      return Promise.resolve();
    },
  } as Memento;
}

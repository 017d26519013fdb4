import type { Memento } from 'vscode';

/** The digests of a tag before it was changed here, newest first. */
export interface FormerDigests {
  of(id: string): readonly string[];
  add(id: string, digest: string): Promise<void>;
}

const key = 'images:former';
const kept = 10;
const most = 100;

export function createFormerDigests(state: Memento): FormerDigests {
  const all = (): Readonly<Record<string, unknown>> => {
    const value: unknown = state.get(key);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  };
  const of = (id: string): readonly string[] => {
    const value = all()[id];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  return {
    of,
    async add(id, digest) {
      const own = [digest, ...of(id).filter((each) => each !== digest)].slice(0, kept);
      const others = Object.entries(all()).filter(([name]) => name !== id);
      await state.update(key, Object.fromEntries([[id, own] as const, ...others].slice(0, most)));
    },
  };
}

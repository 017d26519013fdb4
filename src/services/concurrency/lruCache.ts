/** Keeps the most recently used values, at most `limit` of them. */
export interface LruCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

export function createLruCache<V>(limit: number): LruCache<V> {
  const entries = new Map<string, V>();
  const set = (key: string, value: V) => {
    entries.delete(key);
    entries.set(key, value);
    const [oldest] = entries.keys();
    if (entries.size > limit && oldest !== undefined) {
      entries.delete(oldest);
    }
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) {
        set(key, value);
      }
      return value;
    },
    set,
    delete(key) {
      entries.delete(key);
    },
  };
}

import type { Budget } from '../../untrusted/budget.ts';
import { isMapping } from '../../untrusted/values.ts';

/** Anything that YAML can say, and what a tag of Compose makes of it. */
export type Value = unknown;

/** A value with a tag of Compose: `!reset` takes away what is below it, `!override` takes its place instead of being merged. */
export class Marked {
  readonly value: Value;
  readonly #takesAway: boolean;

  constructor(value: Value, takesAway: boolean) {
    this.value = value;
    this.#takesAway = takesAway;
  }

  with(value: Value): Marked {
    return new Marked(value, this.#takesAway);
  }

  /** What stands there in the end. */
  get result(): Value {
    return this.#takesAway ? undefined : this.value;
  }
}

/** A value with its tag, where that means something to Compose. */
export function marked(value: Value, tag: string): Value {
  return tag === '!reset' || tag === '!override' ? new Marked(value, tag === '!reset') : value;
}

/**
 * One value laid over another as Compose does it (compose-go override/merge.go): mappings key by key, lists one behind the
 * other, everything else instead of what was there. Neither is changed.
 */
export function laidOver(under: Value, over: Value, budget: Budget): Value {
  if (over instanceof Marked) {
    return over.result;
  }
  if (isMapping(over)) {
    const merged = new Map(isMapping(under) ? Object.entries(under) : []);
    budget.spend(1 + merged.size);
    for (const [key, value] of Object.entries(over)) {
      budget.spend();
      const result = laidOver(merged.get(key), value, budget);
      if (result === undefined) {
        merged.delete(key);
      } else {
        merged.set(key, result);
      }
    }
    return Object.fromEntries(merged);
  }
  if (Array.isArray(over) && Array.isArray(under)) {
    budget.spend(under.length + over.length);
    return [...(under as unknown[]), ...(over as unknown[])];
  }
  return over;
}

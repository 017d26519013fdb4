import type { Budget } from '../../untrusted/budget.ts';
import { isMapping } from '../../untrusted/values.ts';

/** Any YAML value, with Compose's tags resolved. */
export type Value = unknown;

/** A value with a tag of Compose: `!reset` removes the value below it, `!override` replaces it instead of merging. */
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

  /** The final value. */
  get result(): Value {
    return this.#takesAway ? undefined : this.value;
  }
}

/** A value with its tag, if Compose knows it. */
export function marked(value: Value, tag: string): Value {
  return tag === '!reset' || tag === '!override' ? new Marked(value, tag === '!reset') : value;
}

/**
 * Merges values by Compose's rules (compose-go override/merge.go): mappings by key, lists by appending, everything else by replacing.
 * Changes neither of them.
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

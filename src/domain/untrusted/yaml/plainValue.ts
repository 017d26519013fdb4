import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Scalar } from 'yaml';
import type { Budget } from '../budget.ts';

interface Plain {
  readonly value: unknown;
  /** The number of steps to walk through it, with its aliases expanded. */
  readonly steps: number;
  /** Of a mapping. */
  readonly entries?: ReadonlyMap<string, Plain>;
  /** Of a sequence. */
  readonly items?: readonly Plain[];
}

const nothing: Plain = { value: null, steps: 1 };
/** A step per this number of characters of a text. */
const charactersPerStep = 64;

/**
 * A document as plain data. An alias shares the value of its anchor, and counts as much; a key that is not a scalar is skipped, because it
 * is never used and the library prints it again on every level; an alias without a previous anchor is null.
 *
 * @throws TooComplexError if it exceeds the budget with aliases expanded
 */
export function plainValue(
  document: Document.Parsed,
  budget: Budget,
  marked: (value: unknown, tag: string) => unknown = (value) => value,
): unknown {
  return new PlainValues(budget, marked).of(document.contents).value;
}

class PlainValues {
  readonly #budget: Budget;
  readonly #anchors = new Map<string, Plain>();

  readonly #marked: (value: unknown, tag: string) => unknown;

  constructor(budget: Budget, marked: (value: unknown, tag: string) => unknown) {
    this.#budget = budget;
    this.#marked = marked;
  }

  /** Recurses as deep as the document's text, which was measured. */
  of(node: unknown): Plain {
    if (isAlias(node)) {
      const plain = this.#anchors.get(node.source) ?? nothing;
      this.#budget.spend(plain.steps);
      return plain;
    }
    const found = isMap(node) ? this.#map(node.items) : isSeq(node) ? this.#list(node.items) : scalar(node);
    const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
    const plain = tag === undefined ? found : { ...found, value: this.#marked(found.value, tag) };
    // the contents were already counted
    this.#budget.spend(isScalar(node) ? plain.steps : 1);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, plain);
    }
    return plain;
  }

  #list(items: readonly unknown[]): Plain {
    const values = items.map((item) => this.of(item));
    return { value: values.map(({ value }) => value), steps: sum(values), items: values };
  }

  #map(items: readonly unknown[]): Plain {
    const entries = new Map<string, Plain>();
    for (const pair of items) {
      if (!isPair(pair) || !isScalar(pair.key)) {
        continue;
      }
      // an anchor may be on a key
      this.of(pair.key);
      const plain = this.of(pair.value);
      if (isMergeKey(pair.key)) {
        this.#merge(plain, entries);
      } else {
        entries.set(keyOf(pair.key), plain);
      }
    }
    const value = Object.fromEntries([...entries].map(([key, plain]) => [key, plain.value]));
    return { value, steps: sum(entries.values()), entries };
  }

  /** https://yaml.org/type/merge.html: a mapping or a list of them; existing keys take precedence. */
  #merge({ entries, items = [] }: Plain, into: Map<string, Plain>): void {
    for (const source of [entries, ...items.map((item) => item.entries)]) {
      this.#budget.spend(source?.size);
      for (const [key, plain] of source ?? []) {
        if (!into.has(key)) {
          into.set(key, plain);
        }
      }
    }
  }
}

function scalar(node: unknown): Plain {
  if (!isScalar(node)) {
    return nothing;
  }
  const { value } = node;
  const steps = typeof value === 'string' ? 1 + Math.floor(value.length / charactersPerStep) : 1;
  return { value: value ?? null, steps };
}

function keyOf({ value }: Scalar): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
}

function isMergeKey({ value, type }: Scalar): boolean {
  return value === '<<' && type === 'PLAIN';
}

function sum(values: Iterable<Plain>): number {
  let steps = 1;
  for (const plain of values) {
    steps += plain.steps;
  }
  return steps;
}

import {
  array,
  boolean,
  exactOptional,
  literal,
  number,
  object,
  pipe,
  record,
  string,
  integer,
  minValue,
} from 'valibot';
import { readShape } from '../../untrusted/json.ts';
import type { NodeKind } from '../cluster.ts';

/** The kinds of nodes as JSON: a key or a value that many of them have is stored once. */
export interface StoredKinds {
  readonly texts: readonly string[];
  /** `labels` are pairs of positions in `texts`. */
  readonly kinds: readonly (Omit<NodeKind, 'labels'> & { readonly labels: readonly number[] })[];
}

/** The JSON value for the next session. */
export function storeKinds(kinds: readonly NodeKind[]): StoredKinds {
  const positions = new Map<string, number>();
  const positionOf = (text: string) => {
    const position = positions.get(text) ?? positions.size;
    positions.set(text, position);
    return position;
  };
  const stored = kinds.map(({ labels, ...kind }) => ({
    ...kind,
    labels: Object.entries(labels).flatMap((entry) => entry.map(positionOf)),
  }));
  return { texts: [...positions.keys()], kinds: stored };
}

const count = pipe(number(), integer(), minValue(0));
const texts = array(string());
const yes = exactOptional(literal(true));
const taint = object({ key: string(), value: exactOptional(string()), effect: string() });
const shape = object({
  texts,
  kinds: array(
    object({
      platform: exactOptional(string()),
      labels: array(count),
      moreLabels: yes,
      taints: array(taint),
      unschedulable: boolean(),
      ready: boolean(),
      virtual: boolean(),
      pullsRelated: yes,
      nodes: count,
      names: array(texts),
      pool: exactOptional(string()),
      open: exactOptional(record(string(), texts)),
    }),
  ),
});

/** Parses stored kinds. Undefined if another version of the extension stored a different format. */
export function restoreKinds(value: unknown): readonly NodeKind[] | undefined {
  const stored = readShape(shape, value);
  return stored?.kinds.map(({ labels, ...kind }) => ({ ...kind, labels: pairs(labels, stored.texts) }));
}

function pairs(positions: readonly number[], texts: readonly string[]): Readonly<Record<string, string>> {
  const entries = positions.flatMap((position, index) => {
    const [key, value] = [texts[position], texts[positions[index + 1] ?? -1]];
    return index % 2 === 0 && key !== undefined && value !== undefined ? [[key, value] as const] : [];
  });
  return Object.fromEntries(entries);
}

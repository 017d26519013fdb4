import type { Taint } from '../../domain/cluster/cluster.ts';
import { list, mapping, text } from '../../domain/untrusted/values.ts';

/** The taints of a node, or of a pool's template. */
export function readTaints(value: unknown): readonly Taint[] {
  return list(value)
    .map(mapping)
    .flatMap(({ key, value: given, effect }) => {
      const [name, said] = [text(key), text(given)];
      return name === undefined
        ? []
        : [{ key: name, ...(said !== undefined && { value: said }), effect: text(effect) ?? '' }];
    });
}

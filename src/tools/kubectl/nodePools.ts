import type { NodePool } from '../../domain/cluster/cluster.ts';
import { karpenterPool } from '../../domain/cluster/nodes/karpenterPool.ts';
import { parseJson } from '../../domain/untrusted/json.ts';
import { list, mapping, type Mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';
import { platformNamed } from './platformNamed.ts';
import { isRefusal, rawGet, type KubeTarget } from './raw.ts';
import { readTaints } from './taints.ts';

/**
 * Karpenter's node pools (karpenter.sh/v1, NodePool): the nodes that the cluster can add, the preferred pools first. Fails with `NotFound`
 * without Karpenter, and with `Forbidden` without permission.
 */
export function listNodePools(kubectl: string, target: KubeTarget, seconds: number): Command<readonly NodePool[]> {
  return {
    ...rawGet(kubectl, target, '/apis/karpenter.sh/v1/nodepools', seconds),
    expects: isRefusal,
    parse: ({ stdout }) =>
      list(mapping(parseJson(stdout)).items)
        .flatMap((item) => readPool(mapping(item)))
        .sort((a, b) => b.weight - a.weight)
        .map(({ pool }) => pool),
  };
}

function readPool(pool: Mapping): readonly { readonly pool: NodePool; readonly weight: number }[] {
  const found = karpenterPool(pool);
  if (!found) {
    return [];
  }
  const { name, labels, open, weight } = found;
  const { taints } = mapping(mapping(mapping(pool.spec).template).spec);
  const platforms = found.systems.flatMap((os) =>
    found.architectures.flatMap((architecture) => platformNamed(os, architecture) ?? []),
  );
  return [{ pool: { name, platforms, labels, open, taints: readTaints(taints) }, weight }];
}

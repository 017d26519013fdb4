import type { NodePool } from '../../domain/cluster/cluster.ts';
import { parseJson } from '../../domain/untrusted/json.ts';
import { list, mapping, text, texts, type Mapping } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';
import { platformNamed } from './platformNamed.ts';
import { rawGet, type KubeTarget } from './raw.ts';
import { readTaints } from './taints.ts';

/** The defaults of a pool without such a requirement: Karpenter's architectures, and Linux. */
const usualArchitectures = ['amd64', 'arm64'];
/** More than the number of existing systems or architectures. */
const mostValues = 20;

/**
 * Karpenter's node pools (karpenter.sh/v1, NodePool): the nodes that the cluster can add. Fails with `NotFound` without Karpenter, and with
 * `Forbidden` without permission.
 */
export function listNodePools(kubectl: string, target: KubeTarget, seconds: number): Command<readonly NodePool[]> {
  return {
    ...rawGet(kubectl, target, '/apis/karpenter.sh/v1/nodepools', seconds),
    parse: ({ stdout }) => list(mapping(parseJson(stdout)).items).map((item) => readPool(mapping(item))),
  };
}

function readPool(pool: Mapping): NodePool {
  const template = mapping(mapping(pool.spec).template);
  const spec = mapping(template.spec);
  const labels = mapping(mapping(template.metadata).labels);
  const requirements = [
    ...list(spec.requirements).map(mapping),
    ...Object.entries(labels).map(([key, value]): Mapping => ({ key, operator: 'In', values: [value] })),
  ];
  const systems = allowed(requirements, 'os', ['linux']).slice(0, mostValues);
  const architectures = allowed(requirements, 'arch', usualArchitectures).slice(0, mostValues);
  return {
    name: text(mapping(pool.metadata).name) ?? '',
    platforms: systems.flatMap((os) => architectures.flatMap((architecture) => platformNamed(os, architecture) ?? [])),
    taints: readTaints(spec.taints),
  };
}

/** The values that satisfy all requirements, under the current or the old key; Karpenter treats labels as requirements, too. */
function allowed(requirements: readonly Mapping[], key: string, usual: readonly string[]): readonly string[] {
  return (
    requirements
      .filter(
        (requirement) => requirement.key === `kubernetes.io/${key}` || requirement.key === `beta.kubernetes.io/${key}`,
      )
      .reduce<readonly string[] | undefined>((left, { operator, values }) => {
        const named = texts(values);
        switch (operator) {
          case 'In':
            return left === undefined ? named : left.filter((value) => named.includes(value));
          case 'NotIn':
            return (left ?? usual).filter((value) => !named.includes(value));
          default:
            return left;
        }
      }, undefined) ?? usual
  );
}

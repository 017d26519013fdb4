import type { NodeKind, Taint } from '../cluster.ts';

const fargate = 'eks.amazonaws.com/compute-type';

/**
 * The taints that repel pods without a toleration. Fargate's own scheduler ignores that of its nodes: it starts one for each pod that a
 * Fargate profile selects, which the cluster does not report (docs.aws.amazon.com/eks, “Get started with AWS Fargate”).
 */
export function repelling({ taints, labels }: Pick<NodeKind, 'taints' | 'labels'>): readonly Taint[] {
  const isFargate = labels[fargate] === 'fargate';
  return taints.filter(
    ({ key, effect }) => (effect === 'NoSchedule' || effect === 'NoExecute') && !(isFargate && key === fargate),
  );
}

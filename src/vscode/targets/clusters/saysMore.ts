import type { ClusterPlatforms } from '../../../domain/cluster/cluster.ts';

/** Whether the message of a cluster's problem says more than its state, which is a few words. */
export function saysMore({ state, problem }: Pick<ClusterPlatforms, 'state' | 'problem'>): boolean {
  return state === 'failed' || problem?.params.reason !== undefined;
}

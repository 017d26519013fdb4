import type { ClusterPlatforms } from '../cluster.ts';

/** Whether the platforms of a cluster's nodes are known: they were read, or the user has declared them. */
export function hasNodes(known: Pick<ClusterPlatforms, 'state'> | undefined): boolean {
  return known?.state === 'read' || known?.state === 'declared';
}

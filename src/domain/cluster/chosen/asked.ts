import type { ClusterPlatforms } from '../cluster.ts';

/** A cluster by the name of its context, with its last answer; undefined while nobody has asked it. */
export interface AskedCluster {
  readonly context: string;
  readonly known: ClusterPlatforms | undefined;
}

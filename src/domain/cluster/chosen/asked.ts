import type { ClusterPlatforms } from '../cluster.ts';

/** A cluster by the name of its context with its last answer; undefined before the first one. */
export interface AskedCluster {
  readonly context: string;
  readonly known: ClusterPlatforms | undefined;
}

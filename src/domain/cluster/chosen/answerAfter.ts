import type { ClusterPlatforms } from '../cluster.ts';

/** The answer of a cluster, and its time: milliseconds since 1970. */
export interface ClusterAnswer {
  readonly known: ClusterPlatforms;
  readonly at: number;
  /** When the nodes in `known` were read; the last answer may be a failure since. */
  readonly readAt?: number;
}

/** A cluster that does not respond keeps its last known nodes; one that is not in the kubeconfig has none. */
export function answerAfter(former: ClusterAnswer | undefined, known: ClusterPlatforms, at: number): ClusterAnswer {
  if (known.state === 'read') {
    return { known, at, readAt: at };
  }
  if (former?.readAt === undefined || known.state === 'declared' || known.problem?.code === 'clusterContextMissing') {
    return { known, at };
  }
  const { groups, kinds, placedBy } = former.known;
  return {
    known: { ...known, groups, ...(kinds && { kinds }), ...(placedBy && { placedBy }) },
    at,
    readAt: former.readAt,
  };
}

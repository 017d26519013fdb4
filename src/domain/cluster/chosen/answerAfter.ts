import type { ClusterPlatforms } from '../cluster.ts';

/** What a cluster answered, and when: milliseconds since 1970. */
export interface ClusterAnswer {
  readonly known: ClusterPlatforms;
  readonly at: number;
  /** When its nodes were read that `known` has; the last answer may have been a failure since. */
  readonly readAt?: number;
}

/** A cluster that does not answer now is taken to have the nodes that it had; one that is not in the kubeconfig has none. */
export function answerAfter(former: ClusterAnswer | undefined, known: ClusterPlatforms, at: number): ClusterAnswer {
  if (known.state === 'read') {
    return { known, at, readAt: at };
  }
  if (former?.readAt === undefined || known.state === 'declared' || known.problem?.code === 'clusterContextMissing') {
    return { known, at };
  }
  return { known: { ...known, groups: former.known.groups }, at, readAt: former.readAt };
}

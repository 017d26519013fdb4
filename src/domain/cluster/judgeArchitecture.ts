import type { Architecture, ArchitectureState, VerifiedImage } from './architecture.ts';
import type { ClusterPlatforms } from './cluster.ts';
import { clusterTargets } from './chosen/clusterTargets.ts';
import { coverageOf } from './coverageOf.ts';
import type { Coverage } from './coverage.ts';

export interface ArchitectureFacts {
  /** The builder's own platform, if known. */
  readonly host?: string | undefined;
  /** The selected clusters; undefined for one that was never read. */
  readonly clusters: readonly (ClusterPlatforms | undefined)[];
  /** Newest first. */
  readonly verified: readonly VerifiedImage[];
  /** What the builder's engine runs under emulation. */
  readonly emulated?: readonly string[];
}

/** The state of builder and clusters; see `ArchitectureState`. */
export function judgeArchitecture({ host, clusters, verified, emulated = [] }: ArchitectureFacts): Architecture {
  const known = clusters.filter((cluster) => cluster !== undefined);
  const offered = host === undefined ? [] : [host];
  const coverage = coverageOf({ kind: 'manifest', platforms: offered }, known, emulated);
  const failing = coverage.groups.filter(({ verdict }) => verdict === 'fails');
  const cover = verified.find(
    ({ kind, platforms }) => coverageOf({ kind, platforms }, known, emulated).state === 'runs',
  );
  const state = stateOf(clusters, host, coverage, cover !== undefined);
  const covers = state === 'covered' || state === 'unknown';
  return {
    state,
    ...(host !== undefined && { host }),
    targets: clusterTargets(known),
    coverage,
    nodes: sum(coverage.groups),
    failing: host === undefined ? 0 : sum(failing),
    ...(covers && cover !== undefined && { image: cover.image }),
  };
}

function stateOf(
  clusters: readonly (ClusterPlatforms | undefined)[],
  host: string | undefined,
  { state, groups }: Coverage,
  covered: boolean,
): ArchitectureState {
  if (clusters.length === 0) {
    return 'noCluster';
  }
  if (clusters.every((cluster) => cluster === undefined)) {
    return 'notRead';
  }
  if (host === undefined || state === 'unknown') {
    return 'unknown';
  }
  const complete = !clusters.includes(undefined) && groups.every(({ verdict }) => verdict !== 'unknown');
  if (state !== 'runs' && !covered) {
    return 'mismatch';
  }
  return !complete ? 'unknown' : state === 'runs' ? 'matches' : 'covered';
}

function sum(groups: Coverage['groups']): number {
  return groups.reduce((nodes, group) => nodes + group.nodes, 0);
}

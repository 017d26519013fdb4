import type { Architecture, ArchitectureState, VerifiedImage } from './architecture.ts';
import type { ClusterPlatforms } from './cluster.ts';
import { clusterTargets } from './chosen/clusterTargets.ts';
import { coverageOf } from './coverageOf.ts';
import type { Coverage, Offer } from './coverage.ts';
import { repositoryIn } from '../image/reference.ts';
import { ordered } from '../platform.ts';

export interface ArchitectureFacts {
  /** The builder's own platform, if known. */
  readonly host?: string | undefined;
  /** The selected clusters; undefined for one that was never read. */
  readonly clusters: readonly (ClusterPlatforms | undefined)[];
  /** Newest first. */
  readonly verified: readonly VerifiedImage[];
  /** What the builder's engine runs under emulation. */
  readonly emulated?: readonly string[];
  /** The images that workloads use, each with the clusters for its own workloads; none if no known workload uses one. */
  readonly parts?: readonly ArchitecturePart[];
}

interface ArchitecturePart {
  readonly repository: string;
  readonly clusters: readonly (ClusterPlatforms | undefined)[];
}

/** The state of builder and clusters; see `ArchitectureState`. */
export function judgeArchitecture(facts: ArchitectureFacts): Architecture {
  const { host, clusters, verified, emulated = [], parts = [] } = facts;
  const known = clusters.filter((cluster) => cluster !== undefined);
  const offered = host === undefined ? [] : [host];
  const built: Offer = { kind: 'manifest', platforms: offered };
  const byBuild = coverageOf(built, known, emulated);
  const on = (offer: Offer, nodes: ArchitecturePart['clusters']) =>
    coverageOf(
      offer,
      nodes.filter((cluster) => cluster !== undefined),
      emulated,
    );
  // other images do not help the workloads
  const [only, ...more] = parts;
  const pushes = more.length > 0 ? [] : verified.filter((image) => !only || isOf(image, only));
  const cover = pushes.find((image) => on(image, known).state === 'runs');
  const isCoveredInParts =
    more.length > 0 &&
    parts.every(
      (part) =>
        // no node accepts its workloads
        on(built, part.clusters).groups.length === 0 ||
        verified.some((image) => isOf(image, part) && on(image, part.clusters).state === 'runs'),
    );
  const state = stateOf(clusters, host, byBuild, cover !== undefined || isCoveredInParts);
  const pushed = state === 'mismatch' ? pushes[0] : undefined;
  const coverage = pushed ? on(pushed, known) : byBuild;
  const failing = coverage.groups.filter(({ verdict }) => verdict === 'fails');
  const isNamed = state === 'covered' || state === 'unknown';
  return {
    state,
    ...(host !== undefined && { host }),
    targets: ordered(clusterTargets(known)),
    coverage,
    missing: host === undefined ? [] : ordered(failing.map(({ platform }) => platform)),
    nodes: sum(coverage.groups),
    failing: host === undefined ? 0 : sum(failing),
    ...(pushed && { pushed }),
    ...(isNamed && cover !== undefined && { image: cover.image }),
  };
}

function isOf({ image }: VerifiedImage, { repository }: ArchitecturePart): boolean {
  return repositoryIn(image) === repository;
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

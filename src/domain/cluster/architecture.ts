import type { Coverage } from './coverage.ts';

/**
 * The state of builder and clusters in one word, for the status bar:
 * - `noCluster`: no cluster is selected, or none was queried yet (`notRead`)
 * - `matches`: a default build here runs on all eligible nodes
 * - `mismatch`: it fails on some; no image of this workspace is known to cover them
 * - `covered`: it would fail, but a verified push of this workspace covers all nodes
 * - `unknown`: a selected cluster cannot be read and the others match, or the builder's platform is unknown
 */
export type ArchitectureState = 'noCluster' | 'notRead' | 'matches' | 'mismatch' | 'covered' | 'unknown';

export interface Architecture {
  readonly state: ArchitectureState;
  /** The builder's own platform, which a build without `--platform` produces. */
  readonly host?: string;
  /** What the eligible nodes of all selected clusters need, in the order of `ordered`. */
  readonly targets: readonly string[];
  /** How an image for `host` only would run on the selected clusters; for `mismatch` with a push, how that one would. */
  readonly coverage: Coverage;
  /** The platforms of nodes that would fail, in the order of `ordered`. */
  readonly missing: readonly string[];
  /** Number of eligible nodes, and of those that would fail. */
  readonly nodes: number;
  readonly failing: number;
  /** For `mismatch`: the last verified push, which does not cover the clusters either. Absent if there is none, or several images count. */
  readonly pushed?: VerifiedImage;
  /** The image whose verified push covers the clusters, for `covered`; for `unknown`, those that could be read. Absent if several do. */
  readonly image?: string;
}

/** A verified push of this workspace. */
export interface VerifiedImage {
  /** As pushed, with its tag. */
  readonly image: string;
  readonly digest: string;
  readonly kind: 'index' | 'manifest';
  readonly platforms: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

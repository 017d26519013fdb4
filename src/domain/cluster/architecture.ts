import type { Coverage } from './coverage.ts';

/**
 * What is to be said of builder and clusters, in one word, since the status bar has room for one:
 * - `noCluster`: none was chosen, or none of the chosen has been asked yet (`notRead`)
 * - `matches`: what is built here by default runs on all nodes that take it
 * - `mismatch`: it fails on some; no image of this workspace is known to cover them
 * - `covered`: it would fail, but a verified push of this workspace covers all nodes
 * - `unknown`: a chosen cluster cannot be read and the others are well, or the builder's platform is not known
 */
export type ArchitectureState = 'noCluster' | 'notRead' | 'matches' | 'mismatch' | 'covered' | 'unknown';

export interface Architecture {
  readonly state: ArchitectureState;
  /** The builder's own platform, which is what a build without `--platform` makes. */
  readonly host?: string;
  /** What the eligible nodes of all chosen clusters need, most nodes first. */
  readonly targets: readonly string[];
  /** What an image of `host` alone would do on the chosen clusters. */
  readonly coverage: Coverage;
  /** Nodes that take pods of this workspace, and how many of them would fail. */
  readonly nodes: number;
  readonly failing: number;
  /** The image whose verified push covers the clusters, for `covered`; for `unknown` those that could be read. */
  readonly image?: string;
}

/** A push of this workspace that was read back from its registry. */
export interface VerifiedImage {
  /** As it was pushed, tag and all. */
  readonly image: string;
  readonly digest: string;
  readonly kind: 'index' | 'manifest';
  readonly platforms: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

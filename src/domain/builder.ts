import type { Platform } from './platform.ts';

/** One platform that a node says it can build for. `pinned`: given by the user with `create --platform`. */
export interface NodePlatform {
  readonly platform: Platform;
  readonly pinned: boolean;
}

/** One BuildKit daemon of a builder. `platforms` is empty while the node is not running; the first one is its native one. */
export interface BuilderNode {
  readonly name: string;
  readonly endpoint: string;
  /** buildx's own words: running, inactive, stopped, starting, stopping, error, unknown. */
  readonly status: string;
  readonly error?: string;
  readonly version?: string;
  readonly platforms: readonly NodePlatform[];
  /** The worker's labels, such as `org.mobyproject.buildkit.worker.snapshotter`. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface Builder {
  readonly name: string;
  /** docker, docker-container, kubernetes, remote, cloud; empty when buildx could not load the builder. */
  readonly driver: string;
  readonly error?: string;
  readonly nodes: readonly BuilderNode[];
}

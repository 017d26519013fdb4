import { formatPlatform, runsNatively, samePlatform, type Platform } from '../platform.ts';

/** A platform that a node reports. `pinned`: set by the user with `create --platform`. */
export interface NodePlatform {
  readonly platform: Platform;
  readonly pinned: boolean;
  /** It is listed, but the kernel no longer has an emulator for it: BuildKit never removes platforms from its list while it is running. */
  readonly lost?: boolean;
}

/** A BuildKit daemon of a builder. A node that is not running has only its pinned platforms. */
export interface BuilderNode {
  readonly name: string;
  /** A Docker context, or the address of an engine or BuildKit. */
  readonly endpoint: string;
  /** buildx's state: running, inactive, stopped, starting, stopping, error, unknown; or `asking` while there is no answer. */
  readonly status: string;
  /** A query is running; the data is from its previous answer. */
  readonly isFormerAnswer?: true;
  readonly error?: string;
  readonly version?: string;
  readonly platforms: readonly NodePlatform[];
  /** Its native platform, if known for certain. */
  readonly native?: Platform;
  /** The worker's labels, such as `org.mobyproject.buildkit.worker.snapshotter`. */
  readonly labels: Readonly<Record<string, string>>;
  /** `--driver-opt` of the node, such as `network` → `host`. */
  readonly options?: Readonly<Record<string, string>>;
  /** `--buildkitd-flags` of the node. */
  readonly flags?: readonly string[];
}

export interface Builder {
  readonly name: string;
  /** docker, docker-container, kubernetes, remote, cloud; empty if buildx could not load the builder. */
  readonly driver: string;
  readonly error?: string;
  readonly nodes: readonly BuilderNode[];
  /** Docker's default: the choice of `docker buildx use`. Undefined if unknown. */
  readonly current?: boolean;
  /** When it was last used or changed: ISO 8601; absent if never. */
  readonly lastActivity?: string;
  /** A Docker context, which is implicitly a builder; it cannot be stopped or removed. */
  readonly isContext?: boolean;
  /** The builder's unreadable instance file; then nothing else is known. */
  readonly damagedFile?: string;
}

/** How a node builds a platform. `unsupported`: it cannot. `unknown`: it is not running, so it has not reported it. */
export type How = 'native' | 'emulated' | 'unsupported' | 'unknown';

/**
 * A node's own platform: the first in BuildKit's list, before those with emulators (buildkit util/archutil/detect.go). buildx puts pinned
 * ones before it, which are the intended platforms of the node.
 */
export function nativePlatform(node: BuilderNode): Platform | undefined {
  return node.native ?? node.platforms[0]?.platform;
}

/** All listed platforms of builders in normalized form. */
export function listedPlatforms(builders: readonly Builder[]): readonly string[] {
  const listed = builders.flatMap(({ nodes }) => nodes.flatMap(({ platforms }) => platforms));
  return [...new Set(listed.map(({ platform }) => formatPlatform(platform)))];
}

/** Whether a node has reported its platforms, now or in its previous answer. */
export function hasAnswered({ status, isFormerAnswer }: BuilderNode): boolean {
  return status === 'running' || isFormerAnswer === true;
}

export function howOn(node: BuilderNode, platform: Platform): How {
  const native = nativePlatform(node);
  const listed = node.platforms.map((own) => own.platform);
  if (native && runsNatively(native, platform, listed)) {
    return 'native';
  }
  const own = node.platforms.find((each) => samePlatform(each.platform, platform));
  if (own) {
    return own.lost ? 'unsupported' : 'emulated';
  }
  // BuildKit lists everything that it found an emulator for; what a running node does not list fails at its first RUN
  return hasAnswered(node) ? 'unsupported' : 'unknown';
}

/** One state for all nodes: the most important one for the user. */
export function statusOf(builder: Builder): string {
  const states = builder.nodes.map(({ status }) => status);
  if (builder.error !== undefined || builder.damagedFile !== undefined) {
    return 'error';
  }
  const first = ['asking', 'starting', 'stopping', 'running', 'error', 'stopped', 'inactive'];
  return first.find((state) => states.includes(state)) ?? states[0] ?? 'unknown';
}

/** Whether nodes can be added and pinned: with other drivers, the user cannot choose them. */
export function isExtensible({ driver, isContext, damagedFile }: Builder): boolean {
  return !isContext && damagedFile === undefined && ['docker-container', 'kubernetes', 'remote'].includes(driver);
}

/** The native platforms of the nodes; none if one does not report it, because pinned platforms are listed first. */
export function nativesOf(builder: Builder | undefined): readonly Platform[] {
  const natives = builder?.nodes.map((node) =>
    node.platforms.some(({ pinned }) => pinned) ? node.native : nativePlatform(node),
  );
  return natives?.every((native) => native !== undefined) === true ? natives : [];
}

import { formatPlatform, runsNatively, samePlatform, type Platform } from '../platform.ts';

/** One platform that a node says it can build for. `pinned`: given by the user with `create --platform`. */
export interface NodePlatform {
  readonly platform: Platform;
  readonly pinned: boolean;
  /** It is listed, but the kernel has no emulator for it any more: BuildKit only ever adds to its list while it runs. */
  readonly lost?: boolean;
}

/** One BuildKit daemon of a builder. Of a node that is not running only the pinned platforms are known. */
export interface BuilderNode {
  readonly name: string;
  /** A Docker context, or the address of an engine or of BuildKit. */
  readonly endpoint: string;
  /** buildx's own words: running, inactive, stopped, starting, stopping, error, unknown; and `asking` while there is no answer. */
  readonly status: string;
  /** It is being asked; what is known of it is its answer of the last time. */
  readonly isFormerAnswer?: true;
  readonly error?: string;
  readonly version?: string;
  readonly platforms: readonly NodePlatform[];
  /** What its processor runs by itself, where that is known for certain. */
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
  /** docker, docker-container, kubernetes, remote, cloud; empty when buildx could not load the builder. */
  readonly driver: string;
  readonly error?: string;
  readonly nodes: readonly BuilderNode[];
  /** Docker's default: what `docker buildx use` chose. Undefined where that is not known. */
  readonly current?: boolean;
  /** When it was last used or changed: ISO 8601; absent if never. */
  readonly lastActivity?: string;
  /** A Docker context, which is a builder without having been made one; it cannot be stopped or removed. */
  readonly isContext?: boolean;
  /** The builder's instance file, where that cannot be read; then nothing else is known of it. */
  readonly damagedFile?: string;
}

/** How a node makes an image for a platform. `nobody`: it cannot. `unknown`: it is not running, so it has not said. */
export type How = 'native' | 'emulated' | 'unsupported' | 'unknown';

/**
 * A node's own platform: the one that BuildKit lists first, before those that it found emulators for (buildkit
 * util/archutil/detect.go). buildx puts pinned ones before it: whoever pins names what the node is for.
 */
export function nativePlatform(node: BuilderNode): Platform | undefined {
  return node.native ?? node.platforms[0]?.platform;
}

/** Everything that builders list, in its usual spelling. */
export function listedPlatforms(builders: readonly Builder[]): readonly string[] {
  const listed = builders.flatMap(({ nodes }) => nodes.flatMap(({ platforms }) => platforms));
  return [...new Set(listed.map(({ platform }) => formatPlatform(platform)))];
}

/** Whether a node said what it builds for, now or the last time that it was asked. */
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

/** One word for all nodes: the state that a person has to know of first. */
export function statusOf(builder: Builder): string {
  const states = builder.nodes.map(({ status }) => status);
  if (builder.error !== undefined || builder.damagedFile !== undefined) {
    return 'error';
  }
  const first = ['asking', 'starting', 'stopping', 'running', 'error', 'stopped', 'inactive'];
  return first.find((state) => states.includes(state)) ?? states[0] ?? 'unknown';
}

/** Whether nodes can be added to it and pinned: those of the other drivers are not the user's to give. */
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

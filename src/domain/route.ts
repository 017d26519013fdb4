import type { Builder, BuilderNode } from './builder.ts';
import { acceptablePlatforms, formatPlatform, runsNatively, samePlatform, type Platform } from './platform.ts';

/** How a node makes an image for a platform. `nobody`: no node says it can. `unknown`: the nodes are not running, so they have not said. */
export type How = 'native' | 'emulated' | 'nobody' | 'unknown';

export interface Route {
  readonly platform: string;
  /** Name of the node that buildx takes; it takes the first one even when nobody can. */
  readonly node?: string;
  readonly how: How;
}

/**
 * Which node builds what, as buildx decides it (build/resolver/driver.go): first by pinned platforms, strictly; when that
 * does not serve all of them, by everything that the nodes report, loosely; and node 0 where nobody matches.
 */
export function route(platforms: readonly Platform[], builder: Builder): Route[] {
  const strict = platforms.map((platform) => pinnedNode(platform, builder.nodes));
  const perfect = strict.every((node) => node !== undefined);
  return platforms.map((platform, i) => {
    const node = perfect ? strict[i] : (strict[i] ?? bestNode(platform, builder.nodes));
    const taken = node ?? builder.nodes[0];
    return {
      platform: formatPlatform(platform),
      ...(taken && { node: taken.name }),
      how: howOn(platform, taken, builder.nodes),
    };
  });
}

/**
 * A node's own platform: the one that BuildKit lists first, before those that it found emulators for (buildkit
 * util/archutil/detect.go). Pinned ones come before it: whoever pins names what the node is for.
 */
function nativePlatform(node: BuilderNode): Platform | undefined {
  return node.platforms[0]?.platform;
}

function pinnedNode(platform: Platform, nodes: readonly BuilderNode[]): BuilderNode | undefined {
  return nodes.find((node) => node.platforms.some((own) => own.pinned && samePlatform(own.platform, platform)));
}

function bestNode(platform: Platform, nodes: readonly BuilderNode[]): BuilderNode | undefined {
  let best: { node: BuilderNode; rank: number } | undefined;
  for (const node of nodes) {
    for (const own of node.platforms) {
      const rank = acceptablePlatforms(own.platform).findIndex((accepted) => samePlatform(accepted, platform));
      if (rank >= 0 && (best === undefined || rank < best.rank)) {
        best = { node, rank };
      }
    }
  }
  return best?.node;
}

function howOn(platform: Platform, node: BuilderNode | undefined, nodes: readonly BuilderNode[]): How {
  if (!node || nodes.every(({ platforms }) => platforms.length === 0)) {
    return 'unknown';
  }
  const native = nativePlatform(node);
  if (
    native &&
    runsNatively(
      native,
      platform,
      node.platforms.map((own) => own.platform),
    )
  ) {
    return 'native';
  }
  // BuildKit lists everything that it found an emulator for; what is not listed fails at its first RUN
  return node.platforms.some((own) => samePlatform(own.platform, platform)) ? 'emulated' : 'nobody';
}

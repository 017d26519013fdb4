import { howOn, type Builder, type BuilderNode, type How } from './builder.ts';
import { acceptablePlatforms, formatPlatform, samePlatform, type Platform } from './platform.ts';

export type { How } from './builder.ts';

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
      how: taken ? howOn(taken, platform) : 'unknown',
    };
  });
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

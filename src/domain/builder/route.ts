import { howOn, type Builder, type How } from './builder.ts';
import { formatPlatform, type Platform } from '../platform.ts';
import { resolveNodes } from './route/resolve.ts';

export type { How } from './builder.ts';
export { routeWarnings, type RouteWarning } from './route/warnings.ts';

export interface Route {
  readonly platform: string;
  /** Name of the node that buildx uses, node 0 even if none supports it; absent while a node that has not responded may take it. */
  readonly node?: string;
  readonly how: How;
}

/** Which node builds what, and how, according to buildx's rules. */
export function route(platforms: readonly Platform[], builder: Builder): Route[] {
  const { taken } = resolveNodes(platforms, builder);
  return platforms.map((platform, i) => {
    const node = taken[i];
    return {
      platform: formatPlatform(platform),
      ...(node && { node: node.name }),
      how: node ? howOn(node, platform) : 'unknown',
    };
  });
}

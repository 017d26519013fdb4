import { howOn, type Builder, type BuilderNode } from '../builder.ts';
import { formatPlatform, type Platform } from '../../platform.ts';
import { resolveNodes } from './resolve.ts';

/** Warnings before a build on these nodes. Nodes by name. */
export type RouteWarning =
  /** The node should build the platform, but cannot run it. */
  | { readonly kind: 'unsupported'; readonly platform: string; readonly node: string }
  /** It would be emulated, only because platforms are not pinned to the nodes that run them natively. */
  | {
      readonly kind: 'emulatedThoughNative';
      readonly platform: string;
      readonly node: string;
      readonly nativeNode: string;
    }
  /** The build must connect to the node, which does not respond: it will fail. */
  | { readonly kind: 'unreachable'; readonly node: string }
  /** buildx cannot load the node, and builds with the others. */
  | { readonly kind: 'leftOut'; readonly node: string };

export function routeWarnings(platforms: readonly Platform[], builder: Builder): RouteWarning[] {
  const { taken, started, leftOut } = resolveNodes(platforms, builder);
  const ofPlatforms = platforms.flatMap((platform, i): RouteWarning[] => {
    const node = taken[i];
    return node === undefined ? [] : warningOf(platform, node, started);
  });
  return [
    ...ofPlatforms,
    ...started
      .filter((node) => isOutOfReach(node, builder))
      .map(({ name }): RouteWarning => ({ kind: 'unreachable', node: name })),
    ...leftOut.map(({ name }): RouteWarning => ({
      kind: started.length === 0 ? 'unreachable' : 'leftOut',
      node: name,
    })),
  ];
}

function warningOf(platform: Platform, node: BuilderNode, started: readonly BuilderNode[]): RouteWarning[] {
  const text = formatPlatform(platform);
  switch (howOn(node, platform)) {
    case 'unsupported':
      return [{ kind: 'unsupported', platform: text, node: node.name }];
    case 'emulated': {
      const native = started.find((other) => howOn(other, platform) === 'native');
      return native === undefined
        ? []
        : [{ kind: 'emulatedThoughNative', platform: text, node: node.name, nativeNode: native.name }];
    }
    case 'native':
    case 'unknown':
      return [];
  }
}

/** The remote driver has nothing to start, and reports `inactive` for everything that does not respond. */
function isOutOfReach({ status }: BuilderNode, { driver }: Builder): boolean {
  return status === 'error' || (driver === 'remote' && status === 'inactive');
}

import type { Builder, BuilderNode } from '../builder.ts';
import { acceptablePlatforms, matchesPlatform, samePlatform, type Platform } from '../../platform.ts';

/** What buildx would do before a build. */
export interface Resolution {
  /** The node of each platform; undefined if a node that has not responded may take it. */
  readonly taken: readonly (BuilderNode | undefined)[];
  /** The nodes that it starts or connects to; the build fails if one of them does not respond. */
  readonly started: readonly BuilderNode[];
  /** The nodes that it omits, because it cannot even load them. */
  readonly leftOut: readonly BuilderNode[];
}

/**
 * Follows buildx's rules (build/resolver/driver.go of 0.38, build/driver.go before; unchanged since 0.13 at the latest).
 *
 * 1. Nodes that cannot be loaded are omitted (`filterAvailableNodes`).
 * 2. If every platform is pinned on some node, with a strict comparison, the first such node builds it, and no other node is started.
 * 3. Otherwise all nodes are started, and pinned platforms have no precedence over reported ones, for all platforms: the first node that
 * lists the nearest suitable platform builds it. Node 0 builds platforms that no node lists.
 */
export function resolveNodes(platforms: readonly Platform[], { nodes }: Builder): Resolution {
  const loaded = nodes.filter((node) => !isUnloadable(node));
  const leftOut = nodes.filter(isUnloadable);
  const pinned = platforms.map((platform) => loaded.find((node) => pins(node, platform)));
  if (pinned.every((node) => node !== undefined)) {
    return { taken: pinned, started: loaded.filter((node) => pinned.includes(node)), leftOut };
  }
  return { taken: platforms.map((platform) => nearestNode(platform, loaded)), started: loaded, leftOut };
}

/**
 * Whether buildx cannot even create a client for the node: its Docker context is missing, or its options are unknown to the driver
 * (`NewClientAPI` and `GetDriver` in builder/node.go). buildx reports them like an engine that does not respond.
 */
function isUnloadable({ error }: BuilderNode): boolean {
  return error !== undefined && unloadable.test(error);
}

const unloadable =
  /^(?:unable to parse docker host|unable to resolve docker endpoint|invalid (?:driver option|env option|value for|endpoint|domain|key-value)|cannot (?:determine Kubernetes namespace|parse)|setting (?:config file|buildkit flags) is not supported|non-absolute path|tls enabled but missing|\S+ driver requires)/i;

function pins(node: BuilderNode, platform: Platform): boolean {
  return node.platforms.some((own) => own.pinned && samePlatform(own.platform, platform));
}

function nearestNode(platform: Platform, nodes: readonly BuilderNode[]): BuilderNode | undefined {
  let best: { readonly index: number; readonly platform: Platform } | undefined;
  for (const [index, node] of nodes.entries()) {
    for (const listed of listedBy(node)) {
      if (matchesPlatform(listed, platform) && (best === undefined || isNearer(listed, platform, best.platform))) {
        best = { index, platform: listed };
      }
    }
  }
  const [only] = nodes;
  if (nodes.length === 1) {
    return only;
  }
  const exact = best !== undefined && samePlatform(best.platform, platform);
  // a node that lists the exact platform can only lose it to an earlier one that also lists it
  const rivals = exact ? nodes.slice(0, best?.index) : nodes.filter((_, index) => index !== best?.index);
  if (rivals.some(({ status }) => status !== 'running')) {
    return undefined;
  }
  return best === undefined ? only : nodes[best.index];
}

function listedBy({ platforms, native }: BuilderNode): readonly Platform[] {
  const listed = platforms.map(({ platform }) => platform);
  return native === undefined ? listed : [...listed, native];
}

/** containerd's `Only(listed).Less(platform, best)`: whether the wanted platform precedes the best one so far in what `listed` runs. */
function isNearer(listed: Platform, platform: Platform, best: Platform): boolean {
  for (const accepted of acceptablePlatforms(listed)) {
    if (samePlatform(accepted, best)) {
      return false;
    }
    if (samePlatform(accepted, platform)) {
      return true;
    }
  }
  return false;
}

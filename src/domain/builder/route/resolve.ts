import type { Builder, BuilderNode } from '../builder.ts';
import { acceptablePlatforms, matchesPlatform, samePlatform, type Platform } from '../../platform.ts';

/** What buildx would do before a build. */
export interface Resolution {
  /** For each platform the node that it takes; undefined where a node that has not spoken yet may take it. */
  readonly taken: readonly (BuilderNode | undefined)[];
  /** The nodes that it starts or connects to; one of them that does not answer makes the build fail. */
  readonly started: readonly BuilderNode[];
  /** The nodes that it builds without, since it cannot even load them. */
  readonly leftOut: readonly BuilderNode[];
}

/**
 * Decides as buildx does (build/resolver/driver.go of 0.38, build/driver.go before; the same since 0.13 at the latest).
 *
 * 1. Nodes that cannot be loaded are left out (`filterAvailableNodes`).
 * 2. If every platform is pinned on some node, strictly compared, the first such node has it, and no other node is started.
 * 3. Otherwise all nodes are started, and pinned platforms count no more than reported ones, for all platforms: the first node
 *    that lists the nearest platform which runs it. Node 0 has what nobody lists.
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
 * Whether buildx cannot make a client of the node at all: a Docker context that is gone, or options that the driver does
 * not know (`NewClientAPI` and `GetDriver` in builder/node.go). It tells of these as of an engine that does not answer.
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
  // a node that lists the very platform can only lose it to one before it that does so too
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

/** containerd's `Only(listed).Less(platform, best)`: whether the wanted platform comes before the best one so far in what `listed` runs. */
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

import type { ClusterPlatforms } from './cluster.ts';
import { isNeeded } from './chosen/clusterTargets.ts';
import type { Coverage, GroupCoverage, Offer } from './coverage.ts';
import { acceptablePlatforms, matchesPlatform, parsePlatform, type Platform } from '../platform.ts';

/**
 * How an image would run on the eligible nodes.
 *
 * @param emulated the platforms that the engine of a local cluster runs under emulation; it must pull them first, which only works for
 * single manifests (test/engine/foreignPull.test.ts)
 */
export function coverageOf(
  { kind, platforms, unfit = [] }: Offer,
  clusters: readonly ClusterPlatforms[],
  emulated: readonly string[] = [],
): Coverage {
  // computed once for all nodes: a workspace can reference a thousand images
  const offered = { kind, images: platforms.flatMap((text) => readOffered(text, unfit)) };
  const groups = clusters.flatMap((cluster) => judgeCluster(offered, cluster, emulated));
  return { state: stateOf(groups), groups };
}

/** The part of a reference that is compared with nodes. */
interface Offered {
  readonly kind: Offer['kind'];
  readonly images: readonly { readonly text: string; readonly platform: Platform; readonly fits: boolean }[];
}

function readOffered(text: string, unfit: readonly string[]): Offered['images'] {
  const platform = read(text);
  return platform ? [{ text, platform, fits: !unfit.includes(text) }] : [];
}

function judgeCluster(offered: Offered, cluster: ClusterPlatforms, emulated: readonly string[]): GroupCoverage[] {
  const { context, state, groups, local } = cluster;
  if (state !== 'read' && state !== 'declared') {
    return [{ context, platform: 'unknown', nodes: 0, verdict: 'unknown' }];
  }
  return groups
    .filter((group) => isNeeded(group, cluster))
    .map(({ platform, eligible }) => ({
      context,
      platform,
      nodes: eligible,
      ...judge(offered, platform, local ? emulated : []),
    }));
}

function judge(
  { kind, images }: Offered,
  node: string,
  emulated: readonly string[],
): Pick<GroupCoverage, 'verdict' | 'how' | 'unfit'> {
  const host = read(node);
  if (host === undefined) {
    return { verdict: 'unknown' };
  }
  if (kind === 'manifest' && images.length === 0) {
    return { verdict: 'unknown' };
  }
  const pulled = images.filter(({ platform }) => matchesPlatform(host, platform));
  const own = pulled.filter(({ platform }) => platform.architecture === host.architecture);
  // of several that a node accepts, those for its own processor come first
  const first = own.length > 0 ? own : pulled;
  if (first.length > 0) {
    return first.some(({ fits }) => fits)
      ? { verdict: own.length > 0 ? 'runs' : 'degraded' }
      : { verdict: 'fails', how: 'crashes', unfit: true };
  }
  // a single manifest is pulled for any processor level, and the processor may have that level
  if (kind === 'manifest' && images.some(({ platform }) => isRelated(host, platform))) {
    return { verdict: 'degraded' };
  }
  if (kind === 'index') {
    // whatever the engine could run: an image for another platform is not pulled
    return { verdict: 'fails', how: 'does-not-pull' };
  }
  return images.some(({ text }) => emulated.includes(text))
    ? { verdict: 'emulated' }
    : { verdict: 'fails', how: 'crashes' };
}

/** Whether the processor can run some images of this architecture. */
function isRelated(host: Platform, { os, architecture }: Platform): boolean {
  return acceptablePlatforms(host).some((each) => each.os === os && each.architecture === architecture);
}

function read(text: string): Platform | undefined {
  const platform = parsePlatform(text);
  return platform.ok ? platform.value : undefined;
}

function stateOf(groups: readonly GroupCoverage[]): Coverage['state'] {
  const judged = groups.filter(({ verdict }) => verdict !== 'unknown');
  const failing = judged.filter(({ verdict }) => verdict === 'fails');
  if (judged.length === 0) {
    return 'unknown';
  }
  return failing.length === 0 ? 'runs' : failing.length === judged.length ? 'fails' : 'partial';
}

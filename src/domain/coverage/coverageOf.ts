import type { ClusterPlatforms } from '../cluster.ts';
import { isNeeded } from '../cluster/clusterTargets.ts';
import type { Coverage, GroupCoverage, Offer, Verdict } from '../coverage.ts';
import { acceptablePlatforms, matchesPlatform, parsePlatform, type Platform } from '../platform.ts';

/**
 * What would happen with an image on the nodes that take pods of this workspace.
 *
 * @param emulated the platforms that the engine of a local cluster runs by emulation
 */
export function coverageOf(
  offer: Offer,
  clusters: readonly ClusterPlatforms[],
  emulated: readonly string[] = [],
): Coverage {
  const groups = clusters.flatMap((cluster) => judgeCluster(offer, cluster, emulated));
  return { state: stateOf(groups), groups };
}

function judgeCluster(offer: Offer, cluster: ClusterPlatforms, emulated: readonly string[]): GroupCoverage[] {
  const { context, state, groups, local } = cluster;
  if (state !== 'read' && state !== 'declared') {
    return [{ context, platform: 'unknown', nodes: 0, verdict: 'unknown' }];
  }
  return groups
    .filter((group) => isNeeded(group, cluster))
    .map(({ platform, eligible }) => {
      const verdict = judge(offer, platform, local ? emulated : []);
      return {
        context,
        platform,
        nodes: eligible,
        verdict,
        ...(verdict === 'fails' && { how: offer.kind === 'manifest' ? 'crashes' : 'does-not-pull' }),
      };
    });
}

function judge({ kind, platforms }: Offer, node: string, emulated: readonly string[]): Verdict {
  const host = read(node);
  if (host === undefined) {
    return 'unknown';
  }
  const offered = platforms.flatMap((each) => read(each) ?? []);
  if (kind === 'manifest' && offered.length === 0) {
    return 'unknown';
  }
  const pulled = offered.filter((each) => matchesPlatform(host, each));
  if (pulled.some(({ architecture }) => architecture === host.architecture)) {
    return 'runs';
  }
  // a single manifest is pulled whatever level of the processor it is for, and the processor may have that
  if (pulled.length > 0 || (kind === 'manifest' && offered.some((each) => isRelated(host, each)))) {
    return 'degraded';
  }
  return platforms.some((each) => emulated.includes(each)) ? 'emulated' : 'fails';
}

/** Whether the processor runs some images of this architecture. */
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

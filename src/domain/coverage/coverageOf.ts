import type { ClusterPlatforms } from '../cluster.ts';
import { isNeeded } from '../cluster/clusterTargets.ts';
import type { Coverage, GroupCoverage, Offer, Verdict } from '../coverage.ts';
import { matchesPlatform, parsePlatform, type Platform } from '../platform.ts';

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
      const group = { context, platform, nodes: eligible };
      if (verdict !== 'emulated' && verdict !== 'unknown' && isUnfit(offer, platform)) {
        return { ...group, verdict: 'fails', how: 'crashes', unfit: true };
      }
      return {
        ...group,
        verdict,
        ...(verdict === 'fails' && { how: offer.kind === 'manifest' ? 'crashes' : 'does-not-pull' }),
      };
    });
}

function judge({ platforms }: Offer, node: string, emulated: readonly string[]): Verdict {
  const host = read(node);
  if (host === undefined) {
    return 'unknown';
  }
  const pulled = platforms.flatMap((each) => read(each) ?? []).filter((each) => matchesPlatform(host, each));
  if (pulled.some(({ architecture }) => architecture === host.architecture)) {
    return 'runs';
  }
  if (pulled.length > 0) {
    return 'degraded';
  }
  return platforms.some((each) => emulated.includes(each)) ? 'emulated' : 'fails';
}

/** Whether what these nodes pull does not start: of several that they take, those of their own processor come first. */
function isUnfit({ platforms, unfit = [] }: Offer, node: string): boolean {
  const host = read(node);
  if (unfit.length === 0 || host === undefined) {
    return false;
  }
  const pulled = platforms.filter((each) => {
    const image = read(each);
    return image !== undefined && matchesPlatform(host, image);
  });
  const own = pulled.filter((each) => read(each)?.architecture === host.architecture);
  const first = own.length > 0 ? own : pulled;
  return first.length > 0 && first.every((each) => unfit.includes(each));
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

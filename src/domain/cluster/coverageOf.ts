import { hasNodes } from './chosen/hasNodes.ts';
import type { ClusterPlatforms } from './cluster.ts';
import { isNeeded } from './chosen/clusterTargets.ts';
import type { Coverage, GroupCoverage, Offer } from './coverage.ts';
import { judgeOffer, parseOffer, type ParsedOffer } from './judgeOffer.ts';

/**
 * How an image would run on the eligible nodes.
 *
 * @param emulated the platforms that the engine of a local cluster runs under emulation; it must pull them first, which only works for
 * single manifests (test/engine/foreignPull.test.ts)
 */
export function coverageOf(
  offer: Offer,
  clusters: readonly ClusterPlatforms[],
  emulated: readonly string[] = [],
): Coverage {
  const parsed = parseOffer(offer);
  const groups = clusters.flatMap((cluster) => judgeCluster(parsed, cluster, emulated));
  return { state: stateOf(groups), groups };
}

function judgeCluster(offer: ParsedOffer, cluster: ClusterPlatforms, emulated: readonly string[]): GroupCoverage[] {
  const { context, groups, local, placedBy } = cluster;
  if (!hasNodes(cluster)) {
    return [{ context, platform: 'unknown', nodes: 0, verdict: 'unknown' }];
  }
  const judged = groups
    .filter((group) => isNeeded(group, cluster))
    .flatMap(({ platform, eligible, pullRelated = 0 }) => {
      const judge = (nodes: number, pullsRelated: boolean): GroupCoverage => ({
        ...{ context, platform, nodes },
        ...judgeOffer(offer, platform, local ? emulated : [], pullsRelated),
      });
      const all = judge(eligible, pullRelated === eligible && eligible > 0);
      const related = judge(pullRelated, true);
      // only where it matters, nodes with different runtimes are told apart
      return pullRelated === 0 || related.verdict === all.verdict
        ? [all]
        : [{ ...all, nodes: eligible - pullRelated }, related];
    });
  const running = judged.filter(({ verdict }) => verdict !== 'fails');
  // pods stay away from nodes that the image does not support
  return placedBy !== undefined && running.length > 0 ? running : judged;
}

function stateOf(groups: readonly GroupCoverage[]): Coverage['state'] {
  const judged = groups.filter(({ verdict }) => verdict !== 'unknown');
  const failing = judged.filter(({ verdict }) => verdict === 'fails');
  if (judged.length === 0) {
    return 'unknown';
  }
  return failing.length === 0 ? 'runs' : failing.length === judged.length ? 'fails' : 'partial';
}

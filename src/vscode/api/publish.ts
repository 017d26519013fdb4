import { howOn, statusOf, type Builder, type BuilderNode } from '../../domain/builder/builder.ts';
import type { BuildReport } from '../../domain/build/report.ts';
import type { ClusterPlatforms } from '../../domain/cluster/cluster.ts';
import type { ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import { formatPlatform } from '../../domain/platform.ts';
import { failureText } from '../shared/errors/diagnosisTexts.ts';
import { l10n } from '../shared/l10n.ts';
import type { ApiBuilder, ApiBuildReport, ApiCluster, ApiCoverage, ApiNode } from './types.ts';

/** A builder as other extensions see it. */
export function publishBuilder(builder: Builder): ApiBuilder {
  const { name, driver, current = false, error, damagedFile, nodes } = builder;
  const problem = error ?? (damagedFile === undefined ? undefined : l10n.t('{0} cannot be read', damagedFile));
  return {
    name,
    driver,
    current,
    status: statusOf(builder),
    ...(problem !== undefined && { error: problem }),
    nodes: nodes.map(publishNode),
  };
}

function publishNode(node: BuilderNode): ApiNode {
  const { name, endpoint, status, error, version, native } = node;
  return {
    name,
    endpoint,
    status,
    ...(error !== undefined && { error }),
    ...(version !== undefined && { version }),
    ...(native && { native: formatPlatform(native) }),
    platforms: node.platforms.flatMap(({ platform, pinned }) => {
      const how = howOn(node, platform);
      return how === 'native' || how === 'emulated' ? [{ platform: formatPlatform(platform), how, pinned }] : [];
    }),
  };
}

/** A cluster as other extensions see it. */
export function publishCluster({ context, state, problem, local, groups }: ClusterPlatforms): ApiCluster {
  return {
    context,
    state,
    ...(problem && { error: failureText(problem).message }),
    local,
    groups: groups.map(({ platform, nodes, eligible, taints }) => ({ platform, nodes, eligible, taints })),
  };
}

/** How an image would run, as other extensions see it. */
export function publishVerdict({ coverage, uses }: ImageVerdict): ApiCoverage {
  const workloads = uses.map(({ use: { kind, name, context, placement }, state, groups, isNowhere }) => ({
    kind,
    name,
    ...(context !== undefined && { context }),
    state: isNowhere ? ('nowhere' as const) : state,
    groups,
    ...(placement.gates.length > 0 && { gates: placement.gates }),
  }));
  return { ...coverage, ...(workloads.length > 0 && { workloads }) };
}

/** A build as other extensions see it. */
export function publishReport({ failure, ...report }: BuildReport): ApiBuildReport {
  if (!failure) {
    return report;
  }
  const line = failure.location?.line;
  return {
    ...report,
    failure: {
      code: failure.code,
      message: failureText(failure).message,
      ...(line !== undefined && { line }),
      remedies: failure.remedies.map(({ id }) => id),
    },
  };
}

import type { ClusterPlatforms, NodeGroup } from '../../src/domain/cluster/cluster.ts';
import { clusterTargets } from '../../src/domain/cluster/chosen/clusterTargets.ts';
import { diagnosisOf } from '../../src/domain/diagnosis/remedies.ts';
import type { ChosenCluster, ClusterModel } from '../../src/vscode/targets/clusters/clusterModel.ts';
import { stub } from './stub.ts';
import { see } from './vscode/session.ts';

/** Nodes of a platform that are all eligible. */
export function group(platform: string, nodes: number, more: Partial<NodeGroup> = {}): NodeGroup {
  return { platform, nodes, eligible: nodes, taints: [], ineligible: [], ...more };
}

/** A cluster that was read a moment ago. */
export function cluster(context: string, ...groups: readonly NodeGroup[]): ChosenCluster {
  const known: ClusterPlatforms = { context, state: 'read', local: false, groups };
  return { context, known, at: 0, readAt: 0, asking: false, gone: false };
}

/** A cluster without permission to list its nodes. */
export function forbidden(context: string): ChosenCluster {
  const problem = diagnosisOf('clusterForbidden', { context });
  return {
    context,
    known: { context, state: 'forbidden', problem, local: false, groups: [] },
    at: 0,
    readAt: undefined,
    asking: false,
    gone: false,
  };
}

/** The selected clusters with constant answers; records the queries. */
export function clusterModel(clusters: readonly ChosenCluster[], more: Partial<ClusterModel> = {}): ClusterModel {
  const chosen = [...clusters];
  return stub<ClusterModel>('ClusterModel', {
    chosen,
    targets: clusterTargets(clusters.flatMap(({ known }) => known ?? [])),
    bySetting: false,
    refresh: ({ context } = {}) => {
      see(`asks: ${context ?? chosen.map((each) => each.context).join(', ')}`);
      return Promise.resolve(chosen.filter((each) => context === undefined || each.context === context));
    },
    choose: (wanted) => {
      see(`chooses: ${wanted.join(', ')}`);
      return Promise.resolve();
    },
    ...more,
  });
}

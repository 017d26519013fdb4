import { groupNodes } from '../../src/domain/cluster/groupNodes.ts';
import { nodeKinds } from '../../src/domain/cluster/nodes/nodeKinds.ts';
import type { ImageUse } from '../../src/domain/coverage/imageUse.ts';
import { anywhere } from '../../src/domain/workload/placement.ts';
import type { ClusterNode, ClusterPlatforms, NodeGroup } from '../../src/domain/cluster/cluster.ts';
import { clusterTargets } from '../../src/domain/cluster/chosen/clusterTargets.ts';
import { diagnosisOf } from '../../src/domain/diagnosis/remedies.ts';
import type { ChosenCluster, ClusterModel } from '../../src/vscode/targets/clusters/clusterModel.ts';
import { createWorkloadUses, type WorkloadUses } from '../../src/vscode/targets/clusters/workloadUses.ts';
import { noUses, type WorkspaceUses } from '../../src/domain/coverage/storedUses.ts';
import { stub } from './stub.ts';
import { memento } from './vscode/memento.ts';
import { placedIn } from './verdicts.ts';
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

/** A cluster of nodes with these platforms (`linux/arm64`) and labels that was read a moment ago. */
export function clusterOf(
  context: string,
  ...nodes: readonly (Partial<ClusterNode> & { readonly name: string; readonly platform: string })[]
): ChosenCluster {
  const kinds = nodeKinds(
    nodes.map((node) => {
      const [os = '', architecture = ''] = node.platform.split('/');
      const labels = { 'kubernetes.io/arch': architecture, 'kubernetes.io/os': os, ...node.labels };
      return { taints: [], unschedulable: false, ready: true, virtual: false, ...node, labels };
    }),
    [],
  );
  const known: ClusterPlatforms = { context, state: 'read', local: false, groups: groupNodes(kinds, []), kinds };
  return { context, known, at: 0, readAt: 0, asking: false, gone: false };
}

/** A workload of the workspace, pinned to an architecture or not. */
export function workload(image: string, name: string, arch?: string, more: Partial<ImageUse> = {}): ImageUse {
  const nodeSelector = arch === undefined ? {} : { 'kubernetes.io/arch': arch };
  return { image, kind: 'Deployment', name, placement: { ...anywhere, nodeSelector }, ...more };
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
    placedFor: placedIn(chosen),
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

/** The workloads of a workspace with these files. */
export function workloadUses(inFiles: WorkspaceUses = noUses, pushed: readonly string[] = []): WorkloadUses {
  const state = memento();
  void state.update('clusters:uses', inFiles);
  return createWorkloadUses({ state, find: () => Promise.resolve(inFiles), pushed: () => pushed });
}

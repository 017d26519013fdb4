import type { KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import { loadOnce } from '../concurrency/loadOnce.ts';
import type { ClusterAccess } from './access.ts';
import { createContexts, type ClustersDeps, type KubeContexts } from './contexts.ts';
import type { ClusterReader } from './reader.ts';
import { createSerialQueue } from '../concurrency/serialQueue.ts';

/** The clusters on which images will run. */
export interface Clusters extends ClusterReader {
  /** Reads the kubeconfig files. Local: contacts no cluster. Never rejects. */
  contexts(): Promise<KubeContexts>;
  /** The Kubernetes context that Buildx uses. Local: contacts no cluster. Never rejects. */
  contextOfBuildx(): Promise<KubeContext | undefined>;
  /** Shared with the other services that query clusters (`createWorkloads`), so that each cluster has one process at a time. */
  readonly access: ClusterAccess;
}

export function createClusters(deps: ClustersDeps): Clusters {
  const kubeconfig = createContexts(deps);
  const joined = { ...deps, ...kubeconfig, serially: createSerialQueue() };
  // loaded with the first query; activation does not need it
  const made = loadOnce(async () => (await import('./reader.ts')).createClusterReader(joined));
  return {
    contexts: kubeconfig.contexts,
    contextOfBuildx: kubeconfig.contextOfBuildx,
    read: async (context, options) => (await made()).read(context, options),
    access: {
      ...joined,
      calls: {
        open: async (context) => (await made()).calls.open(context),
        list: async (asked, call, options) => (await made()).calls.list(asked, call, options),
      },
    },
  };
}

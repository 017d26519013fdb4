import type { KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import { loadOnce } from '../concurrency/loadOnce.ts';
import type { ClusterAccess } from './access.ts';
import { createContexts, type ClustersDeps, type KubeContexts } from './contexts.ts';
import type { ClusterReader } from './reader.ts';
import { createSerialQueue } from '../concurrency/serialQueue.ts';

/** Clusters that images are to run on. */
export interface Clusters extends ClusterReader {
  /** Reads the kubeconfig files; local, contacts nobody, never rejects. */
  contexts(): Promise<KubeContexts>;
  /** The Kubernetes context that buildx takes; local, contacts nobody, never rejects. */
  contextOfBuildx(): Promise<KubeContext | undefined>;
  /** What else asks clusters is made of this (`createWorkloads`), so that each has one process at a time. */
  readonly access: ClusterAccess;
}

export function createClusters(deps: ClustersDeps): Clusters {
  const kubeconfig = createContexts(deps);
  const joined = { ...deps, ...kubeconfig, serially: createSerialQueue() };
  // loaded with the first question: no activation needs it
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

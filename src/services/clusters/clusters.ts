import {
  groupNodes,
  isLocalCluster,
  type ClusterNode,
  type ClusterPlatforms,
  type ClusterState,
  type KubeContext,
  type NodeGroup,
  type NodePool,
  type Toleration,
} from '../../domain/cluster.ts';
import { kubeConfigProblem, kubeContexts } from '../../domain/configFiles/kubeConfig.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { formatPlatform, parsePlatform } from '../../domain/platform.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { readKubeFiles } from '../kubeFiles.ts';
import { createAsking, type ClusterAccess } from './asking.ts';
import { createNodeReading } from './nodeReading.ts';
import { createTurns } from './turns.ts';

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the workloads of the workspace tolerate. */
  readonly tolerations?: readonly Toleration[];
  /** Platforms that the user declared for a context, for the case that its nodes cannot be listed. */
  readonly declared?: Readonly<Record<string, readonly string[]>>;
}

/** The contexts of the kubeconfig; which of them is current. */
export interface KubeContexts {
  readonly contexts: readonly KubeContext[];
  readonly current?: string;
  /** The files that were looked for, in their order. */
  readonly files: readonly string[];
  /** Files that could not be read or understood, with the reason in the system's or parser's own words. */
  readonly problems: readonly { readonly file: string; readonly detail: string }[];
}

/** Clusters that images are to run on. */
export interface Clusters {
  /** Reads the kubeconfig files; local, contacts nobody, never rejects. */
  contexts(): Promise<KubeContexts>;
  /**
   * Asks a context for its nodes, once: calls while an answer is awaited share it, nothing is tried again by itself. Never
   * rejects but with `CancelledError`: what went wrong is the `problem`. The process is ended when the last one who waits
   * has cancelled.
   */
  read(context: string, options?: ReadOptions): Promise<ClusterPlatforms>;
  /** What else asks clusters is made of this (`createWorkloads`), so that each has one process at a time. */
  readonly access: ClusterAccess;
}

export interface ClustersDeps {
  readonly runner: Pick<Runner, 'run' | 'stream'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The name or path of kubectl, as set. */
  readonly kubectlPath: () => string;
  /** The kubeconfig that another extension uses, instead of what the environment says. */
  readonly kubeconfigPath?: () => string | undefined;
  /** Milliseconds that a cluster has for its answer, exec plugins included. */
  readonly limit?: number;
}

/** What reading the nodes of a context came to. */
export type NodesAnswer =
  | { readonly nodes: readonly ClusterNode[]; readonly pools: readonly NodePool[] }
  | { readonly state: Exclude<ClusterState, 'read' | 'declared'>; readonly problem: Diagnosis };

export function createClusters(deps: ClustersDeps): Clusters {
  const { env, home, kubeconfigPath = () => undefined } = deps;
  const override = (): Record<string, string> => {
    const files = kubeconfigPath() ?? env.KUBECONFIG;
    return files === undefined ? {} : { KUBECONFIG: files };
  };

  async function contexts(): Promise<KubeContexts> {
    const files = await readKubeFiles({ ...env, ...override() }, home);
    return {
      ...kubeContexts(files.map(({ text }) => text)),
      files: files.map(({ file }) => file),
      problems: files.flatMap(({ file, text, problem }) => {
        const detail = problem ?? kubeConfigProblem(text);
        return detail === undefined ? [] : [{ file, detail }];
      }),
    };
  }

  const joined = { ...deps, contexts, override };
  const access = { ...joined, asking: createAsking(joined), turns: createTurns() };
  const reading = createNodeReading(access);
  return {
    contexts,
    access,
    async read(context, { signal, tolerations = [], declared = {} } = {}) {
      const { entry, answer } = await reading.read(context, signal);
      const local = isLocalCluster({ context, ...(entry?.server !== undefined && { server: entry.server }) });
      if ('nodes' in answer) {
        return { context, state: 'read', local, groups: groupNodes(answer.nodes, answer.pools, tolerations) };
      }
      const named = Object.hasOwn(declared, context) ? declaredGroups(declared[context] ?? []) : [];
      return named.length > 0
        ? { context, state: 'declared', problem: answer.problem, local, groups: named }
        : { context, ...answer, local, groups: [] };
    },
  };
}

function declaredGroups(platforms: readonly string[]): readonly NodeGroup[] {
  const known = platforms.flatMap((text) => {
    const platform = parsePlatform(text);
    return platform.ok ? [formatPlatform(platform.value)] : [];
  });
  return [...new Set(known)].map((platform) => ({ platform, nodes: 0, eligible: 0, taints: [], ineligible: [] }));
}

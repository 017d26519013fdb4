import type {
  ClusterNode,
  ClusterPlatforms,
  ClusterState,
  KubeContext,
  NodePool,
  Toleration,
} from '../../domain/cluster.ts';
import { kubeConfigProblem, kubeContexts, type KubeConfigProblem } from '../../domain/configFiles/kubeConfig.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { readKubeFiles } from '../kubeFiles.ts';
import type { ClusterAccess } from './asking.ts';
import type { Reading } from './reading.ts';
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
  readonly problems: readonly ({ readonly file: string } & KubeConfigProblem)[];
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
        const found = problem === undefined ? kubeConfigProblem(text) : { detail: problem };
        return found ? [{ file, ...found }] : [];
      }),
    };
  }

  const joined = { ...deps, contexts, override, turns: createTurns() };
  let reading: Promise<Reading> | undefined;
  // loaded with the first question: no activation needs it
  const made = () => (reading ??= import('./reading.ts').then(({ createReading }) => createReading(joined)));
  return {
    contexts,
    read: async (context, options) => (await made()).read(context, options),
    access: {
      ...joined,
      asking: {
        open: async (context) => (await made()).asking.open(context),
        list: async (asked, call, options) => (await made()).asking.list(asked, call, options),
      },
    },
  };
}

import {
  kubeConfigProblem,
  kubeContexts,
  type KubeConfigProblem,
  type KubeContext,
} from '../../domain/configFiles/kubeConfig.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { readKubeFiles } from './kubeconfigFiles.ts';

/** The contexts of the kubeconfig; which of them is current. */
export interface KubeContexts {
  readonly contexts: readonly KubeContext[];
  readonly current?: string;
  /** The files that were looked for, in their order. */
  readonly files: readonly string[];
  /** Files that could not be read or understood, with the reason in the system's or parser's own words. */
  readonly problems: readonly ({ readonly file: string } & KubeConfigProblem)[];
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

/** What the kubeconfig says, and what kubectl has to be told so that it reads the same one. */
export interface Contexts {
  readonly contexts: () => Promise<KubeContexts>;
  /** What is added to the environment of kubectl. */
  readonly override: () => Readonly<Record<string, string>>;
}

export function createContexts({ env, home, kubeconfigPath = () => undefined }: ClustersDeps): Contexts {
  const override = (): Record<string, string> => {
    const files = kubeconfigPath() ?? env.KUBECONFIG;
    return files === undefined ? {} : { KUBECONFIG: files };
  };
  return {
    override,
    async contexts() {
      const files = await readKubeFiles({ ...env, ...override() }, home);
      return {
        ...kubeContexts(files.map(({ text }) => text)),
        files: files.map(({ file }) => file),
        problems: files.flatMap(({ file, text, problem }) => {
          const found = problem === undefined ? kubeConfigProblem(text) : { detail: problem };
          return found ? [{ file, ...found }] : [];
        }),
      };
    },
  };
}

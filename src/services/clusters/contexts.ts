import { currentKubeContext, kubeContexts, type KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import type { KubeConfigProblem } from '../../domain/configFiles/kubeFacts.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { readKubeFiles } from './kubeconfigFiles.ts';
import { rememberLast, type ReadKubeFacts } from './kubeFactsReader.ts';

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
  readonly kubeFacts: ReadKubeFacts;
  /** Milliseconds that a cluster has for its answer, exec plugins included. */
  readonly limit?: number;
}

/** What the kubeconfig says, and what kubectl has to be told so that it reads the same one. */
export interface Contexts {
  readonly contexts: () => Promise<KubeContexts>;
  /** The current context of the environment's own kubeconfig, which is the one that buildx takes. */
  readonly contextOfBuildx: () => Promise<KubeContext | undefined>;
  /** What is added to the environment of kubectl. */
  readonly override: () => Readonly<Record<string, string>>;
}

export function createContexts({ env, home, kubeFacts, kubeconfigPath = () => undefined }: ClustersDeps): Contexts {
  const factsOf = rememberLast(kubeFacts);
  const override = (): Record<string, string> => {
    const files = kubeconfigPath() ?? env.KUBECONFIG;
    return files === undefined ? {} : { KUBECONFIG: files };
  };
  const read = async (environment: ClustersDeps['env']) => {
    const files = await readKubeFiles(environment, home);
    return { files, facts: await factsOf(files.map(({ text }) => text)) };
  };
  return {
    override,
    async contexts() {
      const { files, facts } = await read({ ...env, ...override() });
      return {
        ...kubeContexts(facts),
        files: files.map(({ file }) => file),
        problems: files.flatMap(({ file, problem }, i) => {
          const found = problem === undefined ? facts[i]?.problem : { detail: problem };
          return found ? [{ file, ...found }] : [];
        }),
      };
    },
    contextOfBuildx: async () => currentKubeContext((await read(env)).facts),
  };
}

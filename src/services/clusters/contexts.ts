import { currentKubeContext, kubeContexts, type KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import type { KubeConfigProblem } from '../../domain/configFiles/kubeFacts.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { readKubeFiles } from './kubeconfigFiles.ts';
import { rememberLast, type ReadKubeFacts } from './kubeFactsReader.ts';

/** The contexts of the kubeconfig, and the current one. */
export interface KubeContexts {
  readonly contexts: readonly KubeContext[];
  readonly current?: string;
  /** The files that were searched, in order. */
  readonly files: readonly string[];
  /** Files that could not be read or parsed, with the message of the system or parser. */
  readonly problems: readonly ({ readonly file: string } & KubeConfigProblem)[];
}

export interface ClustersDeps {
  readonly runner: Pick<Runner, 'run' | 'stream'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The name or path of kubectl from the settings. */
  readonly kubectlPath: () => string;
  /** The kubeconfig of another extension, which overrides the environment. */
  readonly kubeconfigPath?: () => string | undefined;
  readonly kubeFacts: ReadKubeFacts;
  /** Time limit for a cluster in milliseconds, including exec plugins. */
  readonly limit?: number;
}

/** The contents of the kubeconfig, and the arguments that make kubectl read the same one. */
export interface Contexts {
  readonly contexts: () => Promise<KubeContexts>;
  /** The current context of the kubeconfig from the environment, which is the one that Buildx uses. */
  readonly contextOfBuildx: () => Promise<KubeContext | undefined>;
  /** Additional environment variables for kubectl. */
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

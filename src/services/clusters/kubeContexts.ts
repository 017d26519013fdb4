import { currentKubeContext, type KubeContext } from '../../domain/configFiles/kubeConfig.ts';
import { readKubeFiles } from './kubeconfigFiles.ts';

/** The current context of the user's kubeconfig, which is the one that buildx takes. */
export async function kubeContextInUse(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Promise<KubeContext | undefined> {
  return currentKubeContext((await readKubeFiles(env, home)).map(({ text }) => text));
}

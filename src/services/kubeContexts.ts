import { open } from 'node:fs/promises';
import path from 'node:path';
import { currentKubeContext, type KubeContext } from '../domain/configFiles/kubeConfig.ts';

const largest = 4 * 1024 * 1024;

/**
 * The current context of the user's kubeconfig, which is the one that buildx takes. Files only: no cluster is contacted.
 *
 * @param env `KUBECONFIG` may name several files
 */
export async function kubeContextInUse(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Promise<KubeContext | undefined> {
  const named = (env.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  const files = named.length > 0 ? named : [path.join(home, '.kube', 'config')];
  return currentKubeContext(await Promise.all(files.map(read)));
}

async function read(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  try {
    const { size = 0 } = (await handle?.stat()) ?? {};
    return handle && size <= largest ? await handle.readFile('utf8') : '';
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

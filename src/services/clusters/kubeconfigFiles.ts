import { constants, open } from 'node:fs/promises';
import path from 'node:path';

/** One of the files that make the kubeconfig. */
export interface KubeFile {
  readonly file: string;
  /** Empty where it cannot be read. */
  readonly text: string;
  /** Why it cannot be read; a file that is not there is none of the user's mistakes. */
  readonly problem?: string;
}

const largest = 4 * 1024 * 1024;

/**
 * The user's kubeconfig as kubectl finds it. Files only: no cluster is contacted.
 *
 * @param env `KUBECONFIG` may name several files
 */
export async function readKubeFiles(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Promise<readonly KubeFile[]> {
  const named = (env.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  const files = named.length > 0 ? [...new Set(named)] : [path.join(home, '.kube', 'config')];
  return Promise.all(files.map(read));
}

async function read(file: string): Promise<KubeFile> {
  let handle;
  try {
    // a pipe would be waited for until somebody writes into it
    handle = await open(file, process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (!found.isFile() || found.size > largest) {
      return { file, text: '', problem: found.isFile() ? `${found.size} bytes` : 'not a regular file' };
    }
    return { file, text: await handle.readFile('utf8') };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { file, text: '', ...(!missing && { problem: error instanceof Error ? error.message : String(error) }) };
  } finally {
    await handle?.close();
  }
}

import { constants, open } from 'node:fs/promises';
import path from 'node:path';

/** One of the files of the kubeconfig. */
export interface KubeFile {
  readonly file: string;
  /** Empty if it cannot be read. */
  readonly text: string;
  /** Why it cannot be read; a missing file is not an error. */
  readonly problem?: string;
}

const largest = 4 * 1024 * 1024;

/**
 * The user's kubeconfig, found as kubectl does. Reads files only and contacts no cluster.
 *
 * @param env `KUBECONFIG` may list several files
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
    // reading a pipe would block
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

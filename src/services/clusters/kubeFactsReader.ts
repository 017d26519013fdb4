import { noKubeFacts, type KubeFacts } from '../../domain/configFiles/kubeFacts.ts';
import { isWorkerError } from '../../tools/worker/errors.ts';
import type { Workers } from '../../tools/worker/workers.ts';
import type { WorkerJobs } from '../worker/jobs.ts';

/** Extracts the facts of a kubeconfig file. Never rejects. */
export type ReadKubeFacts = (text: string) => Promise<KubeFacts>;

/** Reads kubeconfig files in a thread, because some tools write untrusted data into them. */
export function createKubeFactsReader(workers: Pick<Workers<WorkerJobs>, 'run'>): ReadKubeFacts {
  return async (text) => {
    try {
      return await workers.run('kubeFacts', text);
    } catch (error) {
      const tooComplex = isWorkerError(error) && ['time', 'memory', 'answer'].includes(error.reason);
      const detail = error instanceof Error ? error.message : String(error);
      return { ...noKubeFacts, problem: tooComplex ? { reason: 'tooComplex' } : { detail } };
    }
  };
}

/** Calls `read` only for texts that changed since the previous call: the kubeconfig is read before each call of kubectl. */
export function rememberLast(read: ReadKubeFacts): (texts: readonly string[]) => Promise<readonly KubeFacts[]> {
  let last = new Map<string, Promise<KubeFacts>>();
  return async (texts) => {
    const before = last;
    last = new Map([...new Set(texts)].map((text) => [text, before.get(text) ?? (text === '' ? empty : read(text))]));
    const now = last;
    return Promise.all(texts.map(async (text) => now.get(text) ?? noKubeFacts));
  };
}

const empty = Promise.resolve(noKubeFacts);

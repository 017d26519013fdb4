import { createWorkers, type Workers } from '../../tools/worker/workers.ts';
import type { WorkerJobs } from './jobs.ts';

/** Threads for what is read: nobody waits for a network, and the kubeconfig waits for no workspace of thousands of files. */
export interface WorkerPools {
  readonly files: Workers<WorkerJobs>;
  readonly layers: Workers<WorkerJobs>;
  readonly kubeconfig: Workers<WorkerJobs>;
  readonly dispose: () => void;
}

/** Milliseconds without work after which a thread and its memory are given back. */
const idle = 10_000;
/** Milliseconds without a sign of life: honest files and pieces of layers take some hundredths of it. */
const limit = 10_000;

/** @param file the module `main.ts`, as it is here: bundled, or the source itself */
export function createWorkerPools(file: string | URL): WorkerPools {
  const files = createWorkers<WorkerJobs>({ file, most: 1, memory: 256, limit, idle });
  const layers = createWorkers<WorkerJobs>({ file, most: 2, memory: 256, limit, idle });
  const kubeconfig = createWorkers<WorkerJobs>({ file, most: 1, memory: 256, limit, idle });
  return {
    files,
    layers,
    kubeconfig,
    dispose: () => {
      files.dispose();
      layers.dispose();
      kubeconfig.dispose();
    },
  };
}

import { createWorkers, type Workers } from '../../tools/worker/workers.ts';
import type { WorkerJobs } from './jobs.ts';

/**
 * Threads for reading: workspace files do not wait for a network, and the kubeconfig does not wait for a workspace with thousands of files.
 */
export interface WorkerPools {
  readonly files: Workers<WorkerJobs>;
  readonly layers: Workers<WorkerJobs>;
  readonly kubeconfig: Workers<WorkerJobs>;
  readonly dispose: () => void;
}

/** Milliseconds without work after which a thread and its memory are released. */
const idle = 10_000;
/** Milliseconds without a sign of life: regular files and chunks of layers need a few hundredths of it. */
const limit = 10_000;

/** @param file the module `main.ts`, bundled or as source */
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

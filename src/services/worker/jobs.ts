import { kubeFacts } from '../../domain/configFiles/kubeFacts.ts';
import type { JobTable } from '../../tools/worker/job.ts';
import { lookInside } from '../insides/lookInside.ts';
import { fileJobs } from '../workspaceFiles/fileJobs.ts';

/** All jobs of threads, which read untrusted data. The host imports only the type. */
export const workerJobs = {
  ...fileJobs,
  /** Extracts the facts of a kubeconfig file. */
  kubeFacts: (text: string) => kubeFacts(text),
  /** Finds the program that an image starts. */
  inside: lookInside,
} satisfies JobTable;

export type WorkerJobs = typeof workerJobs;

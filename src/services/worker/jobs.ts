import { kubeFacts } from '../../domain/configFiles/kubeFacts.ts';
import type { JobTable } from '../../tools/worker/job.ts';
import { lookInside } from '../insides/lookInside.ts';
import { fileJobs } from '../workspaceFiles/fileJobs.ts';

/** All that is done in threads, since it reads what strangers wrote. The host imports the type alone. */
export const workerJobs = {
  ...fileJobs,
  /** What the text of a kubeconfig file says. */
  kubeFacts: (text: string) => kubeFacts(text),
  /** What an image starts. */
  inside: lookInside,
} satisfies JobTable;

export type WorkerJobs = typeof workerJobs;

import { collectSources } from '../../domain/sources/collect.ts';
import type { JobTable } from '../../tools/worker/job.ts';
import { lookInside } from '../insides/lookInside.ts';

/** All that is done in threads, since it reads what strangers wrote. The host imports the type alone. */
export const workerJobs = {
  /** What can be built from files that belong together. */
  sources: collectSources,
  /** What an image starts. */
  inside: lookInside,
} satisfies JobTable;

export type WorkerJobs = typeof workerJobs;

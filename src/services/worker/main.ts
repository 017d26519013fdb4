/** The code of a thread, with its own entry: `dist/worker.cjs` in the package. */
import { serveJobs } from '../../tools/worker/serve.ts';
import { workerJobs } from './jobs.ts';

serveJobs(workerJobs);

/** What a thread runs: an entry of its own, `dist/worker.cjs` in the package. */
import { serveJobs } from '../../tools/worker/serve.ts';
import { workerJobs } from './jobs.ts';

serveJobs(workerJobs);

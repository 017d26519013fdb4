/**
 * Why a job has no answer:
 * - `time`: the thread gave no sign of life for too long
 * - `memory`: it exceeded its heap limit
 * - `answer`: its answer is too large
 * - `failed`: the job threw
 * - `crashed`: the thread ended, or never started
 */
export type WorkerFailure = 'time' | 'memory' | 'answer' | 'failed' | 'crashed';

/** A job in a thread has no answer. Other jobs are not affected. */
export class WorkerError extends Error {
  readonly reason: WorkerFailure;

  constructor(reason: WorkerFailure, message: string) {
    super(message);
    this.name = 'WorkerError';
    this.reason = reason;
  }
}

export function isWorkerError(error: unknown): error is WorkerError {
  return error instanceof Error && error.name === 'WorkerError';
}

/** Runs readers on the inputs of the thread's owner, and returns the result and the CPU time. */
import { parentPort } from 'node:worker_threads';
import { readers } from './readers.ts';

/** A request to a thread. */
export interface Question {
  readonly reader: string;
  readonly text: string;
}

/** Its result. */
export interface Answer {
  /** Why the reader broke its promise. */
  readonly wrong?: string;
  /** Milliseconds of this thread's CPU time, without waiting. */
  readonly cpu: number;
}

const byName = new Map(readers.map((reader) => [reader.name, reader]));

parentPort?.on('message', ({ reader: name, text }: Question) => {
  const before = process.threadCpuUsage();
  const wrong = tried(name, text);
  const { user, system } = process.threadCpuUsage(before);
  parentPort?.postMessage({ ...(wrong !== undefined && { wrong }), cpu: (user + system) / 1000 } satisfies Answer);
});
parentPort?.postMessage('ready');

function tried(name: string, text: string): string | undefined {
  const reader = byName.get(name);
  if (!reader) {
    return `there is no reader ${name}`;
  }
  try {
    reader.read(text);
    return undefined;
  } catch (error) {
    return reader.total || isAccident(error)
      ? error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
      : undefined;
  }
}

/** Errors that no reader throws on purpose. */
function isAccident(error: unknown): boolean {
  return (
    !(error instanceof Error) ||
    error instanceof RangeError ||
    error instanceof TypeError ||
    error instanceof ReferenceError
  );
}

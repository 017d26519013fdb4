import type { Worker } from 'node:worker_threads';
import { WorkerError } from './errors.ts';

/** Milliseconds between two checks of a thread's memory. */
const memoryCheck = 50;

/**
 * Watches for signs of life. Returns a function to call after every change.
 *
 * @param limit milliseconds that the thread may work without one
 */
export function watchLife(
  limit: number,
  on: { readonly isAtWork: () => boolean; readonly lost: (error: WorkerError) => void },
): (isAlive: boolean) => void {
  let timer: NodeJS.Timeout | undefined;
  return (isAlive) => {
    const isAtWork = on.isAtWork();
    if (!isAtWork || isAlive) {
      clearTimeout(timer);
      timer = undefined;
    }
    if (isAtWork && timer === undefined) {
      const own = setTimeout(() => {
        // a sign may have arrived while the host itself was busy
        setImmediate(() => {
          if (timer === own) {
            on.lost(new WorkerError('time', `no sign of life for ${limit} ms`));
          }
        });
      }, limit);
      timer = own;
    }
  };
}

/**
 * Watches the memory of a thread, including garbage and buffers. Returns a function that ends the watch.
 *
 * @param memory limit in megabytes
 */
export function watchMemory(
  worker: Worker,
  memory: number,
  on: { readonly isReady: () => boolean; readonly lost: (error: WorkerError) => void },
): () => void {
  let isAsking = false;
  let isOver = false;
  const looks = setInterval(() => {
    if (!isAsking && on.isReady()) {
      isAsking = true;
      // interrupts the thread, whatever it is doing
      worker.getHeapStatistics().then(
        ({ used_heap_size, external_memory }) => {
          isAsking = false;
          if (!isOver && used_heap_size + external_memory > memory * 1024 * 1024) {
            on.lost(new WorkerError('memory', `more than ${memory} MB`));
          }
        },
        // it has just ended
        () => undefined,
      );
    }
  }, memoryCheck);
  return () => {
    isOver = true;
    clearInterval(looks);
  };
}

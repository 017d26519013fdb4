import { CancelledError } from '../process/errors.ts';
import type { AnswerOf, InputOf, JobTable, ProgressOf, WantedOf } from './job.ts';
import { startThread, type Call, type TakeBytes, type Thread, type ThreadOptions } from './thread.ts';

interface JobOptions<J> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ProgressOf<J>) => void;
  /**
   * Provides the bytes that the job needs: calls `take` with them and resolves afterwards. If it rejects, the job sees damaged bytes, and
   * if the job has no answer then, the caller gets this error. The signal is aborted when they are no longer needed.
   */
  readonly open?: (wanted: WantedOf<J>, take: TakeBytes, signal: AbortSignal) => Promise<void>;
}

/** Runs jobs of a table in threads, which start on demand and end when idle. */
export interface Workers<Jobs extends JobTable> {
  /**
   * Resolves to the job's answer. Rejects with `WorkerError` without an answer, which affects no other job, and with `CancelledError` as
   * soon as the signal is aborted.
   */
  run<Name extends keyof Jobs & string>(
    name: Name,
    input: InputOf<Jobs[Name]>,
    options?: JobOptions<Jobs[Name]>,
  ): Promise<AnswerOf<Jobs[Name]>>;
  /** The current number of threads. */
  readonly threads: number;
  dispose(): void;
}

export interface WorkersOptions extends ThreadOptions {
  /** Maximum number of threads; each runs one job at a time, and the others wait in order. */
  readonly most: number;
  /** Milliseconds without work after which a thread ends. */
  readonly idle: number;
}

export function createWorkers<Jobs extends JobTable>(options: WorkersOptions): Workers<Jobs> {
  const waiting = new Set<Call>();
  const threads = new Map<Thread, { idle?: NodeJS.Timeout; call?: Call }>();
  let isDisposed = false;

  function next(): void {
    for (const call of waiting) {
      const thread =
        [...threads.keys()].find(({ isFree }) => isFree) ?? (threads.size < options.most ? start() : undefined);
      if (!thread) {
        return;
      }
      waiting.delete(call);
      const state = threads.get(thread);
      if (state) {
        clearTimeout(state.idle);
        state.call = call;
      }
      thread.run(call);
    }
  }

  function start(): Thread {
    const thread = startThread(options, {
      free: () => {
        const state = threads.get(thread);
        if (state) {
          delete state.call;
          state.idle = setTimeout(() => {
            thread.end();
          }, options.idle).unref();
        }
        next();
      },
      gone: () => {
        clearTimeout(threads.get(thread)?.idle);
        threads.delete(thread);
        next();
      },
    });
    threads.set(thread, {});
    return thread;
  }

  function giveUp(call: Call): void {
    if (!waiting.delete(call)) {
      [...threads].find(([, state]) => state.call === call)?.[0].abort();
    }
    call.fail(new CancelledError());
  }

  return {
    get threads() {
      return threads.size;
    },
    run(name, input, { signal, onProgress, open } = {}) {
      return new Promise((resolve, reject) => {
        if (isDisposed || signal?.aborted) {
          reject(new CancelledError());
          return;
        }
        const stop = () => {
          giveUp(call);
        };
        const over = () => signal?.removeEventListener('abort', stop);
        const call: Call = {
          name,
          input,
          open: open as Call['open'],
          onProgress: (progress) => {
            if (signal?.aborted !== true) {
              (onProgress as Call['onProgress'])?.(progress);
            }
          },
          answer: (value) => {
            over();
            resolve(value as AnswerOf<Jobs[typeof name]>);
          },
          fail: (error) => {
            over();
            reject(error);
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        waiting.add(call);
        next();
      });
    },
    dispose() {
      isDisposed = true;
      for (const call of [...waiting, ...[...threads.values()].flatMap(({ call }) => call ?? [])]) {
        giveUp(call);
      }
      for (const thread of threads.keys()) {
        thread.end();
      }
    },
  };
}

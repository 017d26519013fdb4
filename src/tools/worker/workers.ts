import { CancelledError } from '../process/errors.ts';
import type { AnswerOf, InputOf, JobTable, ProgressOf, WantedOf } from './job.ts';
import { startThread, type Call, type TakeBytes, type Thread, type ThreadOptions } from './thread.ts';

interface JobOptions<J> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ProgressOf<J>) => void;
  /**
   * Gives the job the bytes that it wants: calls `take` with them and resolves after it. Where it rejects, the job finds the
   * bytes broken, and if it has no answer then, the caller gets this error. The signal is aborted when they are not wanted any more.
   */
  readonly open?: (wanted: WantedOf<J>, take: TakeBytes, signal: AbortSignal) => Promise<void>;
}

/** Does jobs of a table in threads, which are started when they are first needed and ended when there is nothing to do. */
export interface Workers<Jobs extends JobTable> {
  /**
   * Resolves to the job's answer. Rejects with `WorkerError` where there is none, which concerns no other job, and with
   * `CancelledError` as soon as the signal is aborted.
   */
  run<Name extends keyof Jobs & string>(
    name: Name,
    input: InputOf<Jobs[Name]>,
    options?: JobOptions<Jobs[Name]>,
  ): Promise<AnswerOf<Jobs[Name]>>;
  /** How many threads there are now. */
  readonly threads: number;
  dispose(): void;
}

export interface WorkersOptions extends ThreadOptions {
  /** Threads at most; each does one job at a time, the others wait in order. */
  readonly most: number;
  /** Milliseconds without work after which a thread is ended. */
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

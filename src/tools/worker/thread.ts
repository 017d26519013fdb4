import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { WorkerError } from './errors.ts';
import type { ToHost, ToThread } from './messages.ts';
import { createPieceSender, type PieceSender } from './sendPieces.ts';
import { watchLife, watchMemory } from './watchdogs.ts';

/** A job on the host's side. */
export interface Call {
  readonly name: string;
  readonly input: unknown;
  /**
   * Passes the bytes that the job needs to `take`; rejects if they cannot be read. The signal is aborted when they are no longer needed.
   */
  readonly open?: ((wanted: unknown, take: TakeBytes, signal: AbortSignal) => Promise<void>) | undefined;
  readonly onProgress?: ((progress: unknown) => void) | undefined;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

export type TakeBytes = (body: AsyncIterable<Uint8Array>) => Promise<void>;

export interface ThreadOptions {
  /** The module that calls `serveJobs`. */
  readonly file: string | URL;
  /** Megabytes that a thread may use, including garbage and buffers. */
  readonly memory: number;
  /** Milliseconds that a thread may work without a sign of life. Waiting for the caller's bytes does not count. */
  readonly limit: number;
}

export interface Thread {
  readonly isFree: boolean;
  run(call: Call): void;
  /** No caller waits for the answer: the job should end. */
  abort(): void;
  /** Ends the thread, whatever it is doing. */
  end(): void;
}

/**
 * Megabytes of V8's heap above the thread's limit. If an allocation exceeds V8's own limit, Node ends the thread only if 16 MB more are
 * enough for it (src/node_worker.cc, `NearHeapLimit`), and otherwise the whole process: so V8's limit must not be reached between two
 * checks.
 */
const headroom = 1024;

interface Stream {
  readonly sender: PieceSender;
  readonly stop: AbortController;
  /** The thread was already given its end. */
  isOver: boolean;
}

interface Running {
  readonly call: Call;
  readonly streams: Map<number, Stream>;
  /** Why the caller could not read the job's bytes. */
  unread?: Error;
}

/**
 * Starts a thread that runs one job at a time. A job that hangs, needs too much memory or ends the thread fails with a `WorkerError`, and
 * the thread is gone.
 */
export function startThread(
  { file, memory, limit }: ThreadOptions,
  on: { readonly free: () => void; readonly gone: () => void },
): Thread {
  const worker = new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: memory + headroom, maxYoungGenerationSizeMb: 16 },
    // code that parses hostile text needs no environment, and shares no loaders with the host
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();

  let running: Running | undefined;
  let isReady = false;
  let isGone = false;
  let unwatchMemory: (() => void) | undefined;

  const post = (message: ToThread, memory: readonly ArrayBuffer[] = []) => {
    worker.postMessage(message, memory);
  };

  /** Whether the job is working and not waiting for bytes. Loading the thread's code does not count as the job's time. */
  function isAtWork({ streams }: Running): boolean {
    return isReady && [...streams.values()].every(({ sender, isOver }) => isOver || !sender.isIdle);
  }

  /** Call this after every change. @param isAlive whether it was a sign of life, which restarts the time */
  const watch = watchLife(limit, { isAtWork: () => running !== undefined && isAtWork(running), lost: lose });

  function finish(): Running | undefined {
    const former = running;
    running = undefined;
    watch(false);
    unwatchMemory?.();
    for (const { sender, stop } of former?.streams.values() ?? []) {
      sender.stop();
      stop.abort();
    }
    return former;
  }

  function lose(error: WorkerError): void {
    if (!isGone) {
      isGone = true;
      const former = finish();
      void worker.terminate();
      former?.call.fail(error);
      on.gone();
    }
  }

  function open({ call, streams }: Running, number: number, wanted: unknown): void {
    const sender = createPieceSender((bytes) => {
      post({ kind: 'piece', stream: number, bytes }, [bytes.buffer]);
      watch(false);
    });
    const stream: Stream = { sender, stop: new AbortController(), isOver: false };
    streams.set(number, stream);
    const isWanted = () => running?.streams.get(number) === stream;
    const reading = call.open
      ? call.open(wanted, (body) => sender.send(body), stream.stop.signal)
      : Promise.reject(new Error('The caller has no bytes.'));
    reading.then(
      () => {
        if (isWanted()) {
          stream.isOver = true;
          post({ kind: 'end', stream: number });
          watch(false);
        }
      },
      (thrown: unknown) => {
        if (isWanted() && running) {
          const error = asError(thrown);
          running.unread ??= error;
          stream.isOver = true;
          post({ kind: 'broken', stream: number, message: error.message });
          watch(false);
        }
      },
    );
  }

  function hear(message: ToHost): void {
    if (message.kind === 'ready') {
      isReady = true;
    } else if (running) {
      hearOf(running, message);
    }
    watch(true);
  }

  function hearOf({ call, streams }: Running, message: Exclude<ToHost, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'open':
        open({ call, streams }, message.stream, message.wanted);
        break;
      case 'took':
        streams.get(message.stream)?.sender.took();
        break;
      case 'close': {
        const left = streams.get(message.stream);
        streams.delete(message.stream);
        left?.sender.stop();
        left?.stop.abort();
        break;
      }
      case 'progress':
        call.onProgress?.(deserialize(message.progress));
        break;
      case 'answer':
        finish();
        call.answer(deserialize(message.answer));
        free();
        break;
      case 'failed': {
        const unread = finish()?.unread;
        const isUnread = message.reason === 'failed' && unread !== undefined;
        call.fail(isUnread ? unread : new WorkerError(message.reason, message.message));
        free();
        break;
      }
    }
  }

  /** An idle thread does not keep the process alive. */
  function free(): void {
    worker.unref();
    on.free();
  }

  worker.on('message', hear);
  worker.on('messageerror', (error) => {
    lose(new WorkerError('crashed', error.message));
  });
  worker.on('error', (thrown: unknown) => {
    const { code, message } = asError(thrown);
    lose(new WorkerError(code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crashed', message));
  });
  worker.on('exit', (code) => {
    lose(new WorkerError('crashed', `the thread ended with ${code}`));
  });

  return {
    get isFree() {
      return running === undefined && !isGone;
    },
    run(call) {
      running = { call, streams: new Map() };
      worker.ref();
      try {
        post({ kind: 'job', name: call.name, input: call.input });
        watch(true);
        unwatchMemory = watchMemory(worker, memory, { isReady: () => isReady, lost: lose });
      } catch (error) {
        // a value that cannot be sent
        finish();
        call.fail(asError(error));
        free();
      }
    },
    abort() {
      if (running) {
        for (const stream of running.streams.values()) {
          stream.isOver = true;
          stream.sender.stop();
          stream.stop.abort();
        }
        post({ kind: 'abort' });
        watch(false);
      }
    },
    end() {
      lose(new WorkerError('crashed', 'the thread was ended'));
    },
  };
}

function asError(thrown: unknown): NodeJS.ErrnoException {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

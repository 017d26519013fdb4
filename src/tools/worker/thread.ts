import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { WorkerError } from './errors.ts';
import type { ToHost, ToThread } from './messages.ts';
import { createPieceSender, type PieceSender } from './sendPieces.ts';
import { watchLife, watchMemory } from './watchdogs.ts';

/** A job as the host has it. */
export interface Call {
  readonly name: string;
  readonly input: unknown;
  /** Has `take` read what the job wants; rejects where that cannot be read. The signal is aborted when it is not wanted any more. */
  readonly open?: ((wanted: unknown, take: TakeBytes, signal: AbortSignal) => Promise<void>) | undefined;
  readonly onProgress?: ((progress: unknown) => void) | undefined;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

export type TakeBytes = (body: AsyncIterable<Uint8Array>) => Promise<void>;

export interface ThreadOptions {
  /** The module that calls `serveJobs`. */
  readonly file: string | URL;
  /** Megabytes that a thread may use, garbage and buffers included. */
  readonly memory: number;
  /** Milliseconds for which a thread may be at work without a sign of life. Waiting for bytes of the caller is no work. */
  readonly limit: number;
}

export interface Thread {
  readonly isFree: boolean;
  run(call: Call): void;
  /** Nobody waits for the answer of the job any more: it should come to its end. */
  abort(): void;
  /** Ends the thread, whatever it does. */
  end(): void;
}

/**
 * Megabytes of V8's heap above what a thread may use. Where an allocation does not fit V8's own limit, Node ends a thread only if
 * 16 MB more are enough for it (src/node_worker.cc, `NearHeapLimit`), and else the whole process: so that limit lies where
 * nothing gets between two looks.
 */
const headroom = 1024;

interface Stream {
  readonly sender: PieceSender;
  readonly stop: AbortController;
  /** The thread was told how it ends. */
  isOver: boolean;
}

interface Running {
  readonly call: Call;
  readonly streams: Map<number, Stream>;
  /** Why the caller could not read what the job wanted. */
  unread?: Error;
}

/**
 * Starts a thread that does one job at a time. A job that hangs, needs too much memory or ends the thread fails with a
 * `WorkerError`; the thread is gone then.
 */
export function startThread(
  { file, memory, limit }: ThreadOptions,
  on: { readonly free: () => void; readonly gone: () => void },
): Thread {
  const worker = new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: memory + headroom, maxYoungGenerationSizeMb: 16 },
    // what hostile text is read with has no business with the environment, and shares no loaders with the host
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

  /** Whether the job has something to do: else it waits for bytes. Loading the thread's code is not the job's time. */
  function isAtWork({ streams }: Running): boolean {
    return isReady && [...streams.values()].every(({ sender, isOver }) => isOver || !sender.isIdle);
  }

  /** To be called whenever something changed. @param isAlive whether by a sign of life, after which the time begins anew */
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

  /** A thread without work keeps no process alive. */
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
        // what cannot be sent
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

import { serialize } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { CancelledError } from '../process/errors.ts';
import type { Caller, JobTable } from './job.ts';
import type { ToHost, ToThread } from './messages.ts';

/** In bytes. The host deserializes an answer in one step: a megabyte takes about 10 ms, and valid answers have at most a tenth of that. */
const largestAnswer = 1024 * 1024;
/** Maximum length of an error message. */
const longestMessage = 1000;

interface Stream {
  readonly pieces: Uint8Array[];
  end: 'open' | 'end' | Error;
  wake: () => void;
}

/** The thread's side: runs jobs one after the other. */
export function serveJobs(jobs: JobTable): void {
  const port = parentPort;
  if (!port) {
    throw new Error('This is no thread.');
  }
  const post = (message: ToHost) => {
    port.postMessage(message);
  };
  const streams = new Map<number, Stream>();
  let opened = 0;
  let abort = new AbortController();

  async function* read(wanted: unknown): AsyncGenerator<Uint8Array> {
    const number = ++opened;
    const stream: Stream = {
      pieces: [],
      end: abort.signal.aborted ? new CancelledError() : 'open',
      wake: () => undefined,
    };
    streams.set(number, stream);
    post({ kind: 'open', stream: number, wanted });
    try {
      for (;;) {
        while (stream.pieces.length === 0 && stream.end === 'open') {
          await new Promise<void>((resolve) => {
            stream.wake = resolve;
          });
        }
        if (stream.end instanceof Error) {
          throw stream.end;
        }
        const piece = stream.pieces.shift();
        if (!piece) {
          return;
        }
        yield piece;
        post({ kind: 'took', stream: number });
      }
    } finally {
      streams.delete(number);
      post({ kind: 'close', stream: number });
    }
  }

  function change(stream: Stream | undefined, what: (stream: Stream) => void): void {
    // a canceled stream may still receive chunks in transit
    if (stream) {
      what(stream);
      stream.wake();
    }
  }

  async function answer(name: string, input: unknown): Promise<void> {
    abort = new AbortController();
    const caller: Caller<unknown, unknown> = {
      open: read,
      report: (progress) => {
        const bytes = serialize(progress);
        if (bytes.length <= largestAnswer) {
          post({ kind: 'progress', progress: bytes });
        }
      },
      signal: abort.signal,
    };
    try {
      const job = jobs[name] as ((input: unknown, caller: Caller<unknown, unknown>) => unknown) | undefined;
      if (!job) {
        throw new Error(`no job ${name}`);
      }
      const bytes = serialize(await job(input, caller));
      if (bytes.length > largestAnswer) {
        post({ kind: 'failed', reason: 'answer', message: `an answer of ${bytes.length} bytes` });
      } else {
        post({ kind: 'answer', answer: bytes });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      post({ kind: 'failed', reason: 'failed', message: message.slice(0, longestMessage) });
    }
  }

  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'job':
        void answer(message.name, message.input);
        break;
      case 'abort':
        abort.abort();
        for (const stream of streams.values()) {
          change(stream, (each) => (each.end = new CancelledError()));
        }
        break;
      case 'piece':
        change(streams.get(message.stream), ({ pieces }) => pieces.push(message.bytes));
        break;
      case 'end':
        change(streams.get(message.stream), (each) => (each.end = 'end'));
        break;
      case 'broken':
        change(streams.get(message.stream), (each) => (each.end = new Error(message.message)));
        break;
    }
  });
  post({ kind: 'ready' });
}

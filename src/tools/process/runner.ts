import { execa, type Options, type ResultPromise } from 'execa';
import type { Command, Output } from './command.ts';
import { CancelledError, CommandError } from './errors.ts';
import { killTree, type Manner } from './killTree.ts';

interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly directory?: string | undefined;
  /** Milliseconds after which the program is ended and a `CommandError` with `timedOut` is thrown. */
  readonly timeout?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

interface StreamOptions extends RunOptions {
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderr?: (chunk: Uint8Array) => void;
}

/** Watches what is run: for the log, which is to be told everything. */
export interface RunnerObserver {
  started(command: Pick<Command<unknown>, 'file' | 'args'>, directory: string | undefined): void;
  ended(
    command: Pick<Command<unknown>, 'file' | 'args'>,
    outcome: { exitCode?: number | undefined; ms: number; stderr: string },
  ): void;
}

export interface Runner {
  /** Runs a program to its end and parses what it wrote. Rejects with `CommandError` or `CancelledError`. */
  readonly run: <T>(command: Command<T>, options?: RunOptions) => Promise<T>;
  /** Runs a program, handing on its output as it comes; resolves to the exit code. Rejects with `CommandError` when it cannot be started, or `CancelledError`. */
  stream(command: Pick<Command<unknown>, 'file' | 'args' | 'env' | 'input'>, options: StreamOptions): Promise<number>;
  /** Ends whatever still runs, and starts nothing more (`CancelledError`). */
  dispose(): void;
}

const maxOutput = 64 * 1024 * 1024;
/**
 * How long a program may take to end by itself once it was asked to. Its output has twice as long once it has ended: what it
 * left behind, such as an agent of its login, may hold that for ever.
 */
const patience = 700;

/** The one place of the product that starts processes: argv only, no shell, each in a process group of its own. */
export function createRunner(observer?: RunnerObserver): Runner {
  const running = new Set<Stopper>();
  let disposed = false;

  async function execute(
    command: Pick<Command<unknown>, 'file' | 'args' | 'env' | 'input'>,
    options: RunOptions,
    specific: Options,
    attach: (child: ResultPromise) => void = () => undefined,
  ): Promise<Output> {
    if (disposed || options.signal?.aborted) {
      throw new CancelledError();
    }
    const began = performance.now();
    observer?.started(command, options.directory);
    const child = execa(command.file, command.args, {
      reject: false,
      shell: false,
      ...(command.input === undefined ? { stdin: 'ignore' } : { input: command.input }),
      stripFinalNewline: false,
      windowsHide: true,
      detached: process.platform !== 'win32',
      cleanup: false,
      ...(options.directory !== undefined && { cwd: options.directory }),
      env: { ...options.env, ...command.env },
      ...specific,
    }) as unknown as ResultPromise;
    const stop = stopper(child);
    running.add(stop);
    attach(child);
    let letGo: NodeJS.Timeout | undefined;
    child.nodeChildProcess.once('exit', () => {
      stop.exited();
      letGo = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, 2 * patience);
    });
    const timer = options.timeout === undefined ? undefined : setTimeout(stop.now, options.timeout);
    options.signal?.addEventListener('abort', stop.politely, { once: true });
    try {
      const result = await child;
      const output: Output = {
        stdout: typeof result.stdout === 'string' ? result.stdout : '',
        stderr: typeof result.stderr === 'string' ? result.stderr : '',
        exitCode: result.exitCode ?? -1,
      };
      observer?.ended(command, { exitCode: result.exitCode, ms: performance.now() - began, stderr: output.stderr });
      if (options.signal?.aborted) {
        throw new CancelledError();
      }
      if (stop.stopped() || result.exitCode === undefined) {
        throw new CommandError(command, {
          ...output,
          exitCode: result.exitCode,
          spawnError: result.code,
          timedOut: stop.stopped(),
        });
      }
      return output;
    } finally {
      clearTimeout(timer);
      clearTimeout(letGo);
      stop.clear();
      options.signal?.removeEventListener('abort', stop.politely);
      running.delete(stop);
    }
  }

  return {
    async run<T>(command: Command<T>, options: RunOptions = {}): Promise<T> {
      const output = await execute(command, options, { maxBuffer: maxOutput });
      const accept = command.accept ?? ((exitCode) => exitCode === 0);
      if (!accept(output.exitCode)) {
        throw new CommandError(command, output);
      }
      return command.parse(output);
    },
    async stream(command, options) {
      const output = await execute(command, options, { buffer: false, encoding: 'buffer' }, (child) => {
        child.stdout?.on('data', (chunk: Uint8Array) => options.onStdout?.(chunk));
        child.stderr?.on('data', (chunk: Uint8Array) => options.onStderr?.(chunk));
      });
      return output.exitCode;
    },
    dispose() {
      disposed = true;
      for (const stop of running) {
        stop.now();
      }
    },
  };
}

interface Stopper {
  readonly politely: () => void;
  readonly now: () => void;
  readonly stopped: () => boolean;
  /** It has ended; what it started may not have. */
  readonly exited: () => void;
  readonly clear: () => void;
}

function stopper(child: ResultPromise): Stopper {
  let force: NodeJS.Timeout | undefined;
  let forced = false;
  let exited = false;
  let ended = false;
  const kill = (manner: Manner) => {
    // once it has ended its id may be another's
    if (child.pid !== undefined && !ended) {
      killTree(child.pid, manner, (file, args) => void execa(file, args, { reject: false, windowsHide: true }));
    }
  };
  return {
    politely: () => {
      kill('politely');
      force = setTimeout(() => {
        kill('now');
      }, patience);
    },
    now: () => {
      forced ||= !exited;
      kill('now');
    },
    stopped: () => forced,
    exited: () => {
      exited = true;
    },
    clear: () => {
      ended = true;
      clearTimeout(force);
    },
  };
}

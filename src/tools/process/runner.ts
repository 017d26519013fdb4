import { execa, type ResultPromise } from 'execa';
import type { Command, Output } from './command.ts';
import { CancelledError, CommandError } from './errors.ts';
import { createHostWatch, watcherScript, type Watcher } from './hostWatch.ts';
import { taskkill, type KillTools } from './killTree.ts';
import { keepAll, keepEnds, OutputTooLong } from './outputLimit.ts';
import { createStopper, patience, type Stopper } from './stopper.ts';

interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly directory?: string | undefined;
  /** Milliseconds after which the program is ended and a `CommandError` with `timedOut` is thrown. */
  readonly timeout?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

interface Listeners {
  /** What it throws ends the program, and is what the call rejects with. */
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
  stream(command: Runnable, options: RunOptions & Listeners): Promise<number>;
  /** Ends whatever still runs, and starts nothing more (`CancelledError`). */
  dispose(): void;
}

/** What tests put in the place of the system. */
export interface RunnerSystem {
  readonly signal?: KillTools['signal'];
  /** Milliseconds after which a program is worth a second one that ends it when we are killed. */
  readonly longRunning?: number;
}

type Runnable = Pick<Command<unknown>, 'file' | 'args' | 'env' | 'input'>;

const mostOutput = 32 * 1024 * 1024;
/** Of what is said on the side: as much of its beginning, and of its end. */
const mostWords = 128 * 1024;
const longRunning = 2000;

/** The one place of the product that starts processes: argv only, no shell, each in a process group of its own. */
export function createRunner(observer?: RunnerObserver, system: RunnerSystem = {}): Runner {
  const running = new Set<Stopper>();
  const tools: KillTools = { signal: system.signal ?? process.kill.bind(process), run: runAside };
  const hostWatch = createHostWatch(startWatcher);
  let disposed = false;

  async function execute(command: Runnable, options: RunOptions, listeners: Listeners): Promise<number> {
    if (disposed || options.signal?.aborted) {
      throw new CancelledError();
    }
    const began = performance.now();
    const words = keepEnds(mostWords);
    observe(() => observer?.started(command, options.directory));
    const child = execa(command.file, command.args, {
      reject: false,
      shell: false,
      buffer: false,
      encoding: 'buffer',
      ...(command.input === undefined ? { stdin: 'ignore' } : { input: command.input }),
      windowsHide: true,
      detached: process.platform !== 'win32',
      cleanup: false,
      ...(options.directory !== undefined && { cwd: options.directory }),
      env: { ...options.env, ...command.env },
    }) as unknown as ResultPromise;
    const stop = createStopper(child.pid, tools);
    running.add(stop);
    const thrown = listenTo(child, stop, {
      ...listeners,
      onStderr: (chunk) => {
        words.push(chunk);
        listeners.onStderr?.(chunk);
      },
    });
    let letGo: NodeJS.Timeout | undefined;
    let unwatch: (() => void) | undefined;
    const lasting = setTimeout(() => {
      unwatch = child.pid === undefined ? undefined : hostWatch.add(child.pid);
    }, system.longRunning ?? longRunning);
    child.nodeChildProcess.once('exit', () => {
      stop.exited();
      letGo = setTimeout(() => {
        release(child);
      }, 2 * patience);
    });
    const timer = options.timeout === undefined ? undefined : setTimeout(stop.now, options.timeout);
    options.signal?.addEventListener('abort', stop.politely, { once: true });
    try {
      const result = await Promise.race([child, stop.givenUp]);
      const stderr = words.text();
      const exitCode = result?.exitCode;
      observe(() => observer?.ended(command, { exitCode, ms: performance.now() - began, stderr }));
      if (options.signal?.aborted) {
        throw new CancelledError();
      }
      const [error] = thrown;
      if (error !== undefined) {
        throw error;
      }
      if (stop.stopped() || exitCode === undefined) {
        throw new CommandError(command, { stderr, exitCode, spawnError: result?.code, timedOut: stop.stopped() });
      }
      return exitCode;
    } finally {
      clearTimeout(timer);
      clearTimeout(letGo);
      clearTimeout(lasting);
      unwatch?.();
      stop.clear();
      release(child);
      options.signal?.removeEventListener('abort', stop.politely);
      running.delete(stop);
    }
  }

  return {
    async run<T>(command: Command<T>, options: RunOptions = {}): Promise<T> {
      const stdout = keepAll(mostOutput);
      const stderr = keepEnds(mostWords);
      const said = () => ({ stdout: stdout.text(), stderr: stderr.text() });
      const exitCode = await execute(command, options, { onStdout: stdout.push, onStderr: stderr.push }).catch(
        (error: unknown) => {
          throw error instanceof OutputTooLong
            ? new CommandError(command, { ...said(), stderr: `${stderr.text()}${error.message}` })
            : error;
        },
      );
      const output: Output = { ...said(), exitCode, ...(command.isBinary && { bytes: stdout.bytes() }) };
      const accept = command.accept ?? ((exitCode) => exitCode === 0);
      if (!accept(output.exitCode)) {
        throw new CommandError(command, output);
      }
      return command.parse(output);
    },
    stream: (command, options) => execute(command, options, options),
    dispose() {
      disposed = true;
      for (const stop of running) {
        stop.now();
      }
    },
  };
}

/** Hands on what a program writes. A listener that throws would end the extension host: it ends the program, and gives its error. */
function listenTo(child: ResultPromise, stop: Stopper, { onStdout, onStderr }: Listeners): readonly Error[] {
  const thrown: Error[] = [];
  const guarded = (listener: ((chunk: Uint8Array) => void) | undefined) => (chunk: Uint8Array) => {
    if (thrown.length > 0) {
      return;
    }
    try {
      listener?.(chunk);
    } catch (error) {
      thrown.push(error as Error);
      stop.now();
    }
  };
  child.stdout?.on('data', guarded(onStdout));
  child.stderr?.on('data', guarded(onStderr));
  return thrown;
}

/** Neither it, where it cannot be ended, nor whoever still has its output in hand keeps us waiting. */
function release(child: ResultPromise): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.nodeChildProcess.unref();
}

/** What watches is no reason for anything to fail. */
function observe(tell: () => void): void {
  try {
    tell();
  } catch {
    // there is nobody else to tell
  }
}

async function runAside(file: string, args: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(file, args, { reject: false, windowsHide: true, stdio: 'ignore' });
  return exitCode !== undefined;
}

/** Node itself, in a session of its own, so that nothing which ends us ends it. */
function startWatcher(): Watcher {
  const child = execa(process.execPath, ['-e', watcherScript, taskkill()], {
    reject: false,
    buffer: false,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    windowsHide: true,
    detached: true,
    cleanup: false,
    // what VS Code runs extensions in is Node only when told so
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  });
  child.stdin.on('error', () => undefined);
  return {
    write: (text) => {
      child.stdin.write(text);
    },
    end: () => {
      child.stdin.end();
    },
  };
}

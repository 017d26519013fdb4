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
  /** Milliseconds after which the program is ended with a `CommandError` with `timedOut`. */
  readonly timeout?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

interface Listeners {
  /** If it throws, the program is ended and the call rejects with its error. */
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderr?: (chunk: Uint8Array) => void;
}

/** Observes all calls, for the log. */
export interface RunnerObserver {
  started(command: Pick<Command<unknown>, 'file' | 'args'>, directory: string | undefined): void;
  ended(
    command: Pick<Command<unknown>, 'file' | 'args' | 'expects'>,
    outcome: { exitCode?: number | undefined; ms: number; stderr: string },
  ): void;
}

export interface Runner {
  /** Runs a program and parses its output. Rejects with `CommandError` or `CancelledError`. */
  readonly run: <T>(command: Command<T>, options?: RunOptions) => Promise<T>;
  /**
   * Runs a program and streams its output; resolves to the exit code. Rejects with `CommandError` if it cannot be started, or with
   * `CancelledError`.
   */
  stream(command: Runnable, options: RunOptions & Listeners): Promise<number>;
  /** Ends all running programs, and starts no more (`CancelledError`). */
  dispose(): void;
}

/** System functions that tests replace. */
export interface RunnerSystem {
  readonly signal?: KillTools['signal'];
  /** Milliseconds after which a program is worth a watching program that ends it if the extension host is killed. */
  readonly longRunning?: number;
}

type Runnable = Pick<Command<unknown>, 'file' | 'args' | 'env' | 'input' | 'expects'>;

const mostOutput = 32 * 1024 * 1024;
/** Limit for secondary output: for its beginning, and for its end. */
const mostWords = 128 * 1024;
const longRunning = 2000;

/** The only place that starts processes: argv only, no shell, each in its own process group. */
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

/**
 * Forwards the output of a program. An error of the listener would end the extension host: instead, it ends the program and is the result.
 */
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

/** Does not wait for a program that cannot be ended, or for others that hold its output open. */
function release(child: ResultPromise): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.nodeChildProcess.unref();
}

/** An error of the observer must not fail the call. */
function observe(tell: () => void): void {
  try {
    tell();
  } catch {
    // there is nobody left to report to
  }
}

async function runAside(file: string, args: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(file, args, { reject: false, windowsHide: true, stdio: 'ignore' });
  return exitCode !== undefined;
}

/** Node itself in its own session, so that it survives the end of the extension host. */
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
    // the executable of VS Code acts as Node only with this variable
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

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a program and resolves to its standard output; rejects with the end of its output if it fails. */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const done = await execa(file, args, {
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...options,
    reject: false,
  });
  if (done.exitCode === 0) {
    return done.stdout;
  }
  const words = done.stderr.trim().split('\n').slice(-5).join('\n');
  throw new Error(`${[file, ...args].join(' ')}: ${done.exitCode === undefined ? done.shortMessage : words}`, {
    cause: done,
  });
}

export interface Daemon {
  readonly pid: number;
  /** Whether the process has ended. */
  ended(): boolean;
  /** Ends the process, by force after the grace period, and resolves when it has ended. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a program that the kernel ends together with this process, even if this process is killed. Its output goes to `logFile`. Linux
 * only.
 */
export async function startDaemon(
  file: string,
  args: readonly string[],
  logFile: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Daemon> {
  const child: ChildProcess = spawn('setpriv', ['--pdeathsig', 'TERM', '--', file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    // its own process group: Ctrl+C in the terminal reaches the tests, which then stop the daemon in order
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  await once(child, 'spawn');
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    ended,
    async stop(graceMs = 10_000) {
      if (!ended()) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await gone;
        clearTimeout(force);
      }
      log.end();
    },
  };
}

/** The kernel's identity of a process: another process may have reused its id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks from the start of the machine to that of the process. */
  readonly started: string;
}

export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // the name, in brackets, may contain spaces; the start time is field 22, the 20th after the name
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined ? undefined : { pid, started };
}

export async function isAlive(process: ProcessIdentity): Promise<boolean> {
  return (await identify(process.pid))?.started === process.started;
}

/** The facts about a running process that identify leftovers. */
export interface ProcessFacts {
  readonly executable: string;
  readonly commandLine: string;
  readonly cgroups: string;
  /** What is mounted as its `/`: a line of the kernel's table. */
  readonly rootMount: string;
}

/** Kills every process for which `isOurs` is true, and resolves when they have ended. */
export async function killLeftovers(isOurs: (facts: ProcessFacts) => boolean): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const pids = await findProcesses(isOurs);
    if (pids.length === 0) {
      return;
    }
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    }
    await sleep(50);
  }
}

async function findProcesses(isOurs: (facts: ProcessFacts) => boolean): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const matches = await Promise.all(
    pids.map(async (pid) => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
      // a zombie no longer has an executable: it cannot and need not be killed
      const executable = await readlink(`/proc/${pid}/exe`).catch(() => '');
      return (
        pid !== process.pid &&
        executable !== '' &&
        isOurs({
          executable,
          commandLine: await read('cmdline'),
          cgroups: await read('cgroup'),
          rootMount: (await read('mountinfo')).split('\n').find((line) => line.split(' ')[4] === '/') ?? '',
        })
      );
    }),
  );
  return pids.filter((_, index) => matches[index]);
}

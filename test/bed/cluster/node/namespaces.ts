import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run, startDaemon, type Daemon } from '../../engine/processes.ts';
import { BedUnavailable } from '../../engine/unavailable.ts';

/** A PID and a mount namespace: everything that runs or is mounted in them ends with them. */
export interface Namespaces {
  /** Runs a program in them and resolves to its standard output. */
  run(file: string, args: readonly string[]): Promise<string>;
  /** Starts a program in them. */
  start(
    file: string,
    args: readonly string[],
    logFile: string,
    env: Readonly<Record<string, string>>,
  ): Promise<Pick<Daemon, 'ended'>>;
  /** Kills all programs in them and resolves when they have ended. */
  end(): Promise<void>;
}

/**
 * Creates namespaces in which `/run`, `/var/lib` and `/var/log` are empty. They end with this process, even if it is killed. Throws
 * `BedUnavailable` if the kernel does not allow them.
 */
export async function createNamespaces(): Promise<Namespaces> {
  const holder = spawn(
    'unshare',
    [
      ...['--fork', '--kill-child', '--pid', '--mount', '--mount-proc', '--propagation', 'slave'],
      ...['bash', join(import.meta.dirname, 'init.sh')],
    ],
    // its own process group: Ctrl+C in the terminal reaches the tests, which then end it in order
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  let words = '';
  holder.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const gone = once(holder, 'exit');
  const isReady = await Promise.race([once(holder.stdout, 'data').then(() => true), gone.then(() => false)]);
  if (!isReady) {
    throw new BedUnavailable(`this kernel does not allow the namespaces of a Kubernetes node: ${words.trim()}`);
  }
  // the kernel gives the namespaces of the parent's children to the first process, which is a child
  const enter = [`--pid=/proc/${holder.pid}/ns/pid_for_children`, `--mount=/proc/${holder.pid}/ns/mnt`, '--'];
  return {
    run: (file, args) => run('nsenter', [...enter, file, ...args]),
    start: (file, args, logFile, env) => startDaemon('nsenter', [...enter, file, ...args], logFile, env),
    async end() {
      holder.stdin.end();
      await gone;
    },
  };
}

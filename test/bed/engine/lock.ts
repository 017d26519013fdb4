import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bedPath } from '../paths.ts';
import { say } from './say.ts';

export interface Lock {
  release(): Promise<void>;
}

/**
 * Waits until no other process holds the lock on `file`, then takes it. The kernel releases it when this process ends for any reason. Linux
 * only.
 */
export async function takeLock(file: string, purpose: string): Promise<Lock> {
  await mkdir(dirname(file), { recursive: true });
  // the shell lives until its standard input closes, and so does the lock
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; read -r end'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Ctrl+C in the terminal does not reach it: the holder of the lock still has to clean up
    detached: true,
  });
  const ended = () => holder.exitCode !== null || holder.signalCode !== null;
  const waiting = setTimeout(() => {
    say(`waiting for another process: ${purpose}`);
  }, 2000);
  await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
  clearTimeout(waiting);
  if (ended()) {
    throw new Error(`cannot lock ${file}`);
  }
  holder.stdout.destroy();
  holder.unref();
  return {
    async release() {
      if (ended()) {
        return;
      }
      const gone = once(holder, 'exit');
      holder.ref();
      holder.stdin.end();
      await gone;
    },
  };
}

/** Runs `work` while no other process holds the same lock of the test bed. */
export async function withLock<T>(name: string, purpose: string, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(bedPath('locks', name), purpose);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

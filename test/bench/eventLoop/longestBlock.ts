import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds for which nothing else could run. */
export interface Block {
  /** In this process, during the work. */
  readonly longest: number;
  /** In an idle process at the same time: the machine's share. */
  readonly idle: number;
}

/** Milliseconds; the timer reports a delay as this much too long. */
const resolution = 2;

const idleProcess = `
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: ${resolution} });
  delay.enable();
  process.stdin.on('end', () => console.log(delay.max / 1e6 - ${resolution})).resume();
  console.log('ready');
`;

/** Runs work like the extension host, and returns the longest time for which it blocked. */
export async function longestBlock(work: () => Promise<unknown>): Promise<Block> {
  const idle = spawn(process.execPath, ['-e', idleProcess], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  idle.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await once(idle.stdout, 'data');
  const delay = monitorEventLoopDelay({ resolution });
  // previous garbage is collected first, and the timer is running
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
  delay.reset();
  await work();
  // the following timer detects a block at the very end
  await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
  delay.disable();
  idle.stdin.end();
  await once(idle, 'close');
  return { longest: delay.max / 1e6 - resolution, idle: Number(said.trim().split('\n').at(-1)) };
}

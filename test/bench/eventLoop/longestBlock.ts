import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds for which nothing else could run. */
export interface Block {
  /** In this process, while the work was done. */
  readonly longest: number;
  /** In a process that did nothing at the same time: what the machine alone makes of it. */
  readonly idle: number;
}

/** Milliseconds; a delay is told this much too long. */
const resolution = 2;

const idleProcess = `
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: ${resolution} });
  delay.enable();
  process.stdin.on('end', () => console.log(delay.max / 1e6 - ${resolution})).resume();
  console.log('ready');
`;

/** Does work as the extension host would, and tells the longest time that nothing else could have run in it. */
export async function longestBlock(work: () => Promise<unknown>): Promise<Block> {
  const idle = spawn(process.execPath, ['-e', idleProcess], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  idle.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await once(idle.stdout, 'data');
  const delay = monitorEventLoopDelay({ resolution });
  // what came before is collected before, and the timer has begun
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
  delay.reset();
  await work();
  // a block at the very end is seen by the timer that comes after it
  await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
  delay.disable();
  idle.stdin.end();
  await once(idle, 'close');
  return { longest: delay.max / 1e6 - resolution, idle: Number(said.trim().split('\n').at(-1)) };
}

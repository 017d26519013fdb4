/** How a process that leads its own group is told to end. `politely`: like Ctrl+C in a terminal. */
export type Manner = 'politely' | 'now';

/**
 * Ends a process and all that it started. `docker buildx` is two processes, the CLI and its plugin, so a signal to the
 * first alone would leave the second. On Windows there are no groups: `taskkill /T` walks the tree, and `run` starts it.
 */
export function killTree(pid: number, manner: Manner, run: (file: string, args: readonly string[]) => void): void {
  if (process.platform === 'win32') {
    run('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-pid, manner === 'politely' ? 'SIGINT' : 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

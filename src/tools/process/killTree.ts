import path from 'node:path';

/** How to end a process group. `politely`: like Ctrl+C in a terminal. */
export type Manner = 'politely' | 'now';

export interface KillTools {
  /** Sends a signal, like `process.kill`. May throw if the process is gone (ESRCH) or belongs to another user (EPERM). */
  readonly signal: (pid: number, name: 'SIGINT' | 'SIGKILL') => void;
  /** Runs a program; resolves to whether it could be started. */
  readonly run: (file: string, args: readonly string[]) => Promise<boolean>;
  readonly platform?: NodeJS.Platform;
}

/**
 * Ends a process and its children; never throws, so that ending several reaches the last one. `docker buildx` is two processes, the CLI and
 * its plugin, so a signal to the first alone would leave the second. Windows has no process groups: `run` starts `taskkill /T`, which walks
 * the tree. What cannot be ended continues.
 */
export function killTree(pid: number, manner: Manner, { signal, run, platform = process.platform }: KillTools): void {
  const send = (to: number, name: 'SIGINT' | 'SIGKILL') => {
    try {
      signal(to, name);
    } catch {
      // it has ended, or belongs to another user: its caller stops waiting instead
    }
  };
  if (platform !== 'win32') {
    send(-pid, manner === 'politely' ? 'SIGINT' : 'SIGKILL');
    return;
  }
  run(taskkill(), ['/pid', String(pid), '/T', '/F']).then(
    (started) => {
      if (!started) {
        send(pid, 'SIGKILL');
      }
    },
    () => {
      send(pid, 'SIGKILL');
    },
  );
}

/** With its path: a name would also be searched for in the folder in which VS Code was started. */
export function taskkill(): string {
  return path.win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
}

import path from 'node:path';

/** How a process that leads its own group is told to end. `politely`: like Ctrl+C in a terminal. */
export type Manner = 'politely' | 'now';

export interface KillTools {
  /** Sends a signal, as `process.kill` does. May throw: the process is gone (ESRCH), or another user's (EPERM). */
  readonly signal: (pid: number, name: 'SIGINT' | 'SIGKILL') => void;
  /** Runs a program; resolves to whether it could be started. */
  readonly run: (file: string, args: readonly string[]) => Promise<boolean>;
  readonly platform?: NodeJS.Platform;
}

/**
 * Ends a process and all that it started; never throws, since whoever ends several has to come to the last of them.
 * `docker buildx` is two processes, the CLI and its plugin, so a signal to the first alone would leave the second. On
 * Windows there are no groups: `taskkill /T` walks the tree, and `run` starts it. What cannot be ended goes on.
 */
export function killTree(pid: number, manner: Manner, { signal, run, platform = process.platform }: KillTools): void {
  const send = (to: number, name: 'SIGINT' | 'SIGKILL') => {
    try {
      signal(to, name);
    } catch {
      // it has ended, or belongs to somebody else: then it is its caller who stops waiting
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

/** By its path: a name would be looked for in the folder that VS Code was started in, too. */
export function taskkill(): string {
  return path.win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
}

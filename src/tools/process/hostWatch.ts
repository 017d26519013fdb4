/** Ends programs that outlive the extension host, which can be killed without a chance to end them. */
export interface HostWatch {
  /** Ends the group of this process when the extension host ends. Call the returned function when the process has ended. */
  add(pid: number): () => void;
}

/** The watching program, as far as needed here. */
export interface Watcher {
  /** Never throws; failed writes are lost. */
  write(text: string): void;
  /** Closes its input. It then has nothing to end, and exits. */
  end(): void;
}

/**
 * The watching program. It reads from a pipe that closes when the extension host ends for any reason, including SIGKILL. `+pid` and `-pid`
 * are sent through the pipe. Like `killTree`, it first asks groups to end and then kills them.
 */
export const watcherScript = `
const groups = new Set();
let rest = '';
const send = (name) => groups.forEach((pid) => {
  try { process.platform === 'win32' ? taskkill(pid) : process.kill(-pid, name); } catch {}
});
const taskkill = (pid) =>
  require('child_process').spawn(process.argv[1], ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => {});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (Number.isInteger(pid) && pid > 1) groups[line[0] === '+' ? 'add' : 'delete'](pid);
  }
});
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
  send('SIGINT');
  if (groups.size > 0) setTimeout(() => send('SIGKILL'), 700);
});
`;

/** @param start starts the watching program: for the first process, and again if a process follows after it has ended */
export function createHostWatch(start: () => Watcher): HostWatch {
  const watched = new Map<symbol, number>();
  let watcher: Watcher | undefined;
  return {
    add(pid) {
      const key = Symbol();
      watched.set(key, pid);
      watcher ??= start();
      watcher.write(`+${pid}\n`);
      return () => {
        if (!watched.delete(key)) {
          return;
        }
        watcher?.write(`-${pid}\n`);
        if (watched.size === 0) {
          watcher?.end();
          watcher = undefined;
        }
      };
    },
  };
}

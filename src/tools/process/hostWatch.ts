/** Ends programs that outlive us: the extension host can be killed, and then nobody is left who could. */
export interface HostWatch {
  /** From now on the group of this process is ended when we are. Call what it gives when the process has ended. */
  add(pid: number): () => void;
}

/** The watching program, as far as it is needed here. */
export interface Watcher {
  /** Never throws; what cannot be written is lost. */
  write(text: string): void;
  /** Closes what it reads. It has nobody to end then, and ends. */
  end(): void;
}

/**
 * The program. It holds one end of a pipe whose other end is ours alone: it is closed when we end, however that comes about, by
 * SIGKILL too. `+pid` and `-pid` come through it. Groups are asked to end and then ended, as `killTree` does.
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

/** @param start starts the watching program: with the first process, and anew when there is one after the last has ended */
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

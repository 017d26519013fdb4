import { execa } from 'execa';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Installed } from './install.ts';
import { quietSettings } from './settings.ts';

export interface ServerOptions {
  /** Added to the user settings, which make the window quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install before the start. */
  readonly vsix?: readonly string[];
  /** Added to this process's environment for the extension host; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Allows the URL to name an extension under development and its tests; then no notification or dialog is shown. */
  readonly testMode?: boolean;
}

export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Grants access to the server, and thereby to this machine: every URL needs it. */
  readonly token: string;
  /** A temporary folder of this server. */
  readonly root: string;
  readonly log: () => string;
  /** Ends the server and its children, and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** The path of a server's machine settings, below the folder of its user. */
const machine = 'Machine';

/** No window reads machine settings, such as paths of programs, from its workspace. */
export async function changeMachineSettings(
  { root }: Server,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = path.join(root, 'user', machine, 'settings.json');
  const former = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...former, ...settings }, null, 2));
}

const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|XDG_RUNTIME_DIR$|npm_)/;

function environment(temporary: string, added: ServerOptions['env']): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return {
    ...own,
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    // no look-ups in a gallery
    EXTENSIONS_GALLERY: '{}',
    // as if started from a shell: otherwise, the extension host gets the PATH of a login shell
    VSCODE_CLI: '1',
    TMPDIR: temporary,
    ...added,
  };
}

/** Resolves to the port of the server. */
function listening(child: ChildProcess, read: (chunk: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const give = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => {
      give(new Error(`VS Code's server did not start within a minute\n${read('')}`));
    }, 60_000);
    const hear = (chunk: Buffer) => {
      const port = /Extension host agent listening on (\d+)/.exec(read(String(chunk)))?.[1];
      if (port) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', give);
    child.once('exit', (code) => {
      give(new Error(`VS Code's server ended with ${String(code)}\n${read('')}`));
    });
  });
}

/** Starts the server on a free loopback port with temporary folders, in its own process group. */
export async function startServer(code: Installed, options: ServerOptions = {}): Promise<Server> {
  const root = await mkdtemp(path.join(tmpdir(), 'multiarch-vscode-'));
  const [data, user, extensions, temporary] = ['server', 'user', 'extensions', 'tmp'].map((name) =>
    path.join(root, name),
  ) as [string, string, string, string];
  // a window reads machine settings, such as paths of programs, only from the second file
  const places = [path.join(user, 'User'), path.join(user, machine)];
  for (const directory of [...places, extensions, temporary]) {
    await mkdir(directory, { recursive: true });
  }
  const settings = { ...quietSettings, ...options.settings };
  for (const place of places) {
    await writeFile(path.join(place, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  const folders = ['--server-data-dir', data, '--user-data-dir', user, '--extensions-dir', extensions];
  const common = [code.serverMain, '--accept-server-license-terms', ...folders];
  const env = environment(temporary, options.env);
  for (const vsix of options.vsix ?? []) {
    await execa(code.node, [...common, '--install-extension', path.resolve(vsix), '--force'], {
      env,
      extendEnv: false,
      all: true,
    });
  }

  const token = randomBytes(16).toString('hex');
  const network = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token];
  const mode = options.testMode ? ['--enable-smoke-test-driver'] : [];
  // the kernel ends the server together with this process, even if this process is killed
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', '--', code.node, ...common, ...network, ...mode, '--telemetry-level', 'off'],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let log = '';
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // the group has already ended
    }
  };
  const last = () => {
    kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  };
  process.once('exit', last);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid) {
      const gone = once(child, 'exit');
      kill('SIGTERM');
      await Promise.race([gone, sleep(5000)]);
    }
    kill('SIGKILL');
    process.removeListener('exit', last);
    await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    const port = await listening(child, (chunk) => (log += chunk));
    return { pid: child.pid!, port, token, root, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface Opened {
  readonly folder?: string;
  readonly workspaceFile?: string;
  /** Folder of an extension under development, and the file whose `run` tests it; in test mode only. */
  readonly development?: { readonly extension: string; readonly tests: string };
}

/** The URL of a window of that server. */
export function workbenchUrl(server: Server, { folder, workspaceFile, development }: Opened): string {
  const url = new URL(`http://127.0.0.1:${server.port}/`);
  url.searchParams.set('tkn', server.token);
  if (workspaceFile) {
    url.searchParams.set('workspace', workspaceFile);
  } else if (folder) {
    url.searchParams.set('folder', folder);
  }
  if (development) {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(development.extension)],
      ['extensionTestsPath', remote(development.tests)],
    ];
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  return url.href;
}

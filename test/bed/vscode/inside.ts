import { runTests } from '@vscode/test-electron';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBrowser } from './browser.ts';
import { installVsCode, type Edition } from './install.ts';
import { startServer, workbenchUrl, type Server } from './server.ts';
import { quietSettings } from './settings.ts';

export interface InsideOptions {
  readonly edition: Edition;
  /** Folder of the extension under development, with its package.json, already built. */
  readonly extension: string;
  /** CommonJS file whose `run` runs the tests; it rejects if one failed. */
  readonly tests: string;
  /** Copied to a temporary folder, which is the workspace of the window. */
  readonly workspace: string;
  /** Added to the environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for the whole run. */
  readonly timeout: number;
}

/**
 * Runs tests inside the extension host of a real VS Code: the desktop version if `MULTIARCH_VSCODE` is `desktop`, otherwise the test bed's
 * server with a headless browser. The tests write their results to a file: VS Code also reports success if the extension host has crashed.
 * @returns messages of VS Code or the run: empty, or why it ended early
 * @throws BedUnavailable
 */
export async function runInsideVsCode(options: InsideOptions): Promise<string> {
  return process.env.MULTIARCH_VSCODE === 'desktop' ? runOnDesktop(options) : runOnServer(options);
}

/** Complaints of VS Code itself, regardless of the tests. */
const ofVsCode = [
  // the server from npm has no service worker at the address that the workbench uses in tests
  '[Service Worker]',
  // its own account: the provider's extension must start within five seconds, which a busy machine does not manage
  // (authenticationService.ts)
  "Timed out waiting for authentication provider 'github' to register",
];

async function runOnServer({ edition, extension, tests, workspace, env, timeout }: InsideOptions): Promise<string> {
  const server = await startServer(await installVsCode(edition), { env, testMode: true });
  try {
    const folder = path.join(server.root, path.basename(workspace));
    await cp(workspace, folder, { recursive: true });
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
        if (type === 'error' && !ofVsCode.some((words) => values.map(String).join(' ').includes(words))) {
          // without VS Code's own frames, which are minified
          said.push(
            values
              .map(String)
              .join(' ')
              .replaceAll(/^ +at .*\/static\/out\/.*\n?/gm, '')
              .trimEnd(),
          );
        }
      });
      const ended = new Promise<void>((resolve) => {
        void page.exposeFunction('codeAutomationExit', () => {
          resolve();
        });
      });
      await page.goto(workbenchUrl(server, { folder, development: { extension, tests } }));
      const why = await Promise.race([
        ended.then(() => ''),
        new Promise<string>((resolve) =>
          page.once('crash', () => {
            resolve('the page crashed');
          }),
        ),
        hostEnded(server),
        after(timeout),
      ]);
      return [why, ...said].filter(Boolean).join('\n');
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function after(timeout: number): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(`no end after ${timeout / 1000} s`);
    }, timeout).unref();
  });
}

/** If the extension host crashes, only the server's log shows it. */
function hostEnded(server: Server): Promise<string> {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const code = /Extension Host Process exited with code: (.*)/.exec(server.log())?.[1];
      if (code !== undefined) {
        clearInterval(look);
        // the regular end looks the same: wait for the window first
        setTimeout(() => {
          resolve(`the extension host ended with ${code}`);
        }, 3000).unref();
      }
    }, 500);
    look.unref();
  });
}

async function runOnDesktop({ edition, extension, tests, workspace, env }: InsideOptions): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  const version = edition === 'minimum' ? manifest.engines.vscode.replace('^', '') : 'stable';
  // a short path: macOS allows 103 characters for its socket
  const root = await mkdtemp(path.join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'ma-'));
  try {
    const folder = path.join(root, path.basename(workspace));
    await cp(workspace, folder, { recursive: true });
    const user = path.join(root, 'user');
    await mkdir(path.join(user, 'User'), { recursive: true });
    await writeFile(path.join(user, 'User/settings.json'), JSON.stringify(quietSettings));
    await runTests({
      version,
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      extensionTestsEnv: env,
      launchArgs: [
        folder,
        '--user-data-dir',
        user,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--skip-welcome',
      ],
    });
    return '';
  } catch (error) {
    return String(error);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

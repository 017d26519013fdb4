import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../bed/vscode/browser.ts';
import { installVsCode } from '../../bed/vscode/install.ts';
import { startServer, workbenchUrl, type Server } from '../../bed/vscode/server.ts';

export const ours = 'multiarch-builds.multiarch-builds';
export const empty = 'multiarch-bench.empty';

/** The measurements of one extension host. */
export interface Seen {
  /** Wall time and CPU time of the thread in milliseconds, by extension. */
  readonly took: Readonly<Record<string, { readonly ms: number; readonly executed: number }>>;
  /** Bytes in use, and of the process; after garbage collection. */
  readonly inUse: number;
  readonly process: number;
}

export interface Windows {
  /** Opens a window with its own extension host, in which these are activated one after the other; then waits for `wait` milliseconds. */
  readonly open: (activate: readonly string[], wait?: number) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

/** A real VS Code whose windows have our package and an empty extension. @throws BedUnavailable */
export async function startWindows(vsix: string): Promise<Windows> {
  const server = await startServer(await installVsCode('newest'), { testMode: true, vsix: [vsix] });
  const browser = await startBrowser().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  let count = 0;
  return {
    open: (activate, wait = 0) => openWindow(server, browser, `window-${++count}`, { activate, wait }),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

async function openWindow(server: Server, browser: Browser, name: string, what: object): Promise<Seen> {
  // nothing in it activates an extension
  const folder = path.join(server.root, name);
  const result = path.join(server.root, `${name}.json`);
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(
    path.join(folder, '.vscode/settings.json'),
    JSON.stringify({ 'multiarchBench.window': { ...what, result } }),
  );
  const page = await browser.newPage();
  try {
    await page.exposeFunction('codeAutomationLog', () => undefined);
    const ended = new Promise<void>((resolve) => {
      void page.exposeFunction('codeAutomationExit', () => {
        resolve();
      });
    });
    const extension = path.join(import.meta.dirname, 'empty');
    const tests = path.join(import.meta.dirname, 'host.cjs');
    // a busy machine is slow
    await page.goto(workbenchUrl(server, { folder, development: { extension, tests } }), { timeout: 120_000 });
    await ended;
    return JSON.parse(await readFile(result, 'utf8')) as Seen;
  } finally {
    await page.close();
  }
}

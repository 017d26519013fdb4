import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startBrowser } from './browser.ts';
import { installVsCode, type Edition } from './install.ts';
import { startServer, workbenchUrl, type Server, type ServerOptions } from './server.ts';
import { Workbench } from './workbench.ts';

export interface OpenOptions extends Omit<ServerOptions, 'testMode'> {
  readonly edition?: Edition;
  /** Copied to a temporary folder, which the window shows. */
  readonly workspace: string;
  /** Called with that copy before the window opens. */
  readonly prepare?: (folder: string) => Promise<void>;
}

export interface OpenedVsCode {
  readonly workbench: Workbench;
  /** The temporary copy of the workspace. */
  readonly folder: string;
  readonly server: Server;
  readonly url: string;
  /** Takes a screenshot of the window and returns the path of the PNG file, in `out/screenshots`. */
  readonly screenshot: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const screenshots = path.resolve(import.meta.dirname, '../../../out/screenshots');

/** Starts a VS Code server that shows a copy of a workspace, without a browser. @throws BedUnavailable */
export async function serveVsCode({ edition = 'newest', workspace, prepare, ...options }: OpenOptions) {
  const server = await startServer(await installVsCode(edition), options);
  const folder = path.join(server.root, path.basename(workspace));
  await cp(workspace, folder, { recursive: true });
  await prepare?.(folder);
  return { server, folder, url: workbenchUrl(server, { folder }) };
}

/**
 * Opens a real VS Code on a copy of a workspace, in a headless browser, ready for use.
 * @throws BedUnavailable
 */
export async function openVsCode(options: OpenOptions): Promise<OpenedVsCode> {
  const [served, browser] = await Promise.all([serveVsCode(options), startBrowser()]);
  const close = async () => {
    await browser.close();
    await served.server.stop();
  };
  try {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 1100 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    // the compiler of the tests restores function names with a helper that pages do not have
    await page.addInitScript('globalThis.__name = (value) => value');
    await page.goto(served.url);
    const workbench = new Workbench(page);
    await workbench.ready();
    const screenshot = async (name: string) => {
      await mkdir(screenshots, { recursive: true });
      const file = path.join(screenshots, `${name}.png`);
      await page.screenshot({ path: file });
      return file;
    };
    return { workbench, ...served, screenshot, close };
  } catch (error) {
    await close();
    throw error;
  }
}

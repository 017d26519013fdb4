import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openVsCode, type OpenedVsCode, type OpenOptions } from '../bed/vscode/open.ts';
import { packageExtension } from '../bed/vscode/package.ts';
import type { Workbench } from '../bed/vscode/workbench.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';

let shared: Promise<World> | undefined;

/** One engine and one registry for all click tests: emulation belongs to the machine and can be locked only once. */
function sharedWorld(): Promise<World> {
  shared ??= bringWorld();
  return shared;
}

after('the engine and the registry', async () => {
  const world = await shared?.catch(() => undefined);
  await world?.stop();
});

/** A window of VS Code with the extension, and the environment of its builds. */
export interface Session extends OpenedVsCode {
  readonly world: World;
}

export interface Setup extends Pick<OpenOptions, 'settings' | 'env'> {
  /** Name of the opened folder. */
  readonly name?: string;
  /** The files of the folder: path → text. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Opens one VS Code for the tests of a suite, and skips them if this machine cannot run it. Takes a screenshot of failed tests, and closes
 * everything before the next one.
 */
export function useVsCode(setup: (world: World) => Setup | Promise<Setup>): () => Session {
  let session: Session | undefined;
  before(async function () {
    this.timeout(600_000);
    session = await bringOrSkip(this, () => open(setup));
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      const title = this.currentTest.fullTitle().replaceAll(/\W+/g, '-');
      console.error(`picture of the failure: ${await session!.screenshot(`failed-${title}`)}`);
    }
    await session!.workbench.tidyUp();
  });
  after(() => session?.close());
  return () => session!;
}

async function open(setup: (world: World) => Setup | Promise<Setup>): Promise<Session> {
  const world = await sharedWorld();
  const { name = 'service', files, settings = {}, env = {} } = await setup(world);
  const scratch = await mkdtemp(path.join(tmpdir(), 'multiarch-ui-'));
  try {
    const workspace = path.join(scratch, name);
    await mkdir(workspace);
    await writeFiles(workspace, files);
    const vsix = [await packageExtension()];
    const opened = await openVsCode({ workspace, vsix, settings, env: { ...world.engine.env, ...env } });
    return { ...opened, world };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Waits for a change in a diff editor, and answers its question by a button. */
export async function answerChange(
  workbench: Workbench,
  question: RegExp,
  button: string,
  timeout = 60_000,
): Promise<void> {
  await workbench.waitForNotification(question, timeout);
  await workbench.page.locator('.monaco-diff-editor').waitFor();
  await workbench.pressInNotification(question, button);
  await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

// npm start: a real VS Code on the sample, with the extension, an engine and a registry to push to. With `-- --once`, or
// where nobody sits in front of it, it does the main job by itself and says what the registry then holds.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BedUnavailable } from '../test/bed/engine/unavailable.ts';
import { startBrowser } from '../test/bed/vscode/browser.ts';
import { installVsCode } from '../test/bed/vscode/install.ts';
import { serveVsCode, type OpenOptions } from '../test/bed/vscode/open.ts';
import { packageExtension } from '../test/bed/vscode/package.ts';
import { bringWorld, type World } from '../test/bed/world.ts';
import { openDesktop } from './start/desktop.ts';
import { doMainJob } from './start/mainJob.ts';

const repository = 'team/system-info-exporter';
const alone = process.argv.includes('--once') || !process.stdin.isTTY || !process.stdout.isTTY;
const desktop = !alone && (process.env.MULTIARCH_VSCODE === 'desktop' || process.platform !== 'linux');

/** Settles when a signal asks for the end; a second one, pressed by a person who does not want to wait, ends at once. */
const interrupted = new Promise<void>((resolve) => {
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      first ||= Date.now();
      // npm passes on a signal that the terminal has sent already
      if (Date.now() - first > 1000) {
        process.exit(130);
      }
      resolve();
    });
  }
});

/** Waits for `work`, unless a signal comes first. */
async function unlessInterrupted<T>(work: Promise<T>): Promise<T> {
  const stopped = interrupted.then(() => {
    throw new Error('interrupted');
  });
  return Promise.race([work, stopped]);
}

/** The sample as it is opened: where the bed has a registry, its base image and its own name come from there. */
function onSample(world: World | undefined, vsix: string): OpenOptions {
  const options = { workspace: path.resolve('samples/system-info-exporter'), vsix: [vsix] };
  return world === undefined
    ? options
    : {
        ...options,
        env: world.engine.env,
        settings: { 'multiarch.image': `${world.registry.host}/${repository}` },
        async prepare(folder) {
          const file = path.join(folder, 'Dockerfile');
          const text = await readFile(file, 'utf8');
          await writeFile(file, text.replace(/^ARG BASE=.*$/m, `ARG BASE=${world.base}`));
        },
      };
}

/** Shows VS Code to the person in front of the terminal until Ctrl+C, or until the window on the desktop is closed. */
async function stayOpen(world: World | undefined, options: OpenOptions): Promise<void> {
  console.log('Run «Multi-Arch: Build Multi-Arch Image…» from the palette; Ctrl+C here ends everything.');
  if (world) {
    console.log(`Images go to the registry ${world.registry.host}, which is thrown away at the end.`);
  }
  if (desktop) {
    await Promise.race([openDesktop(options), interrupted]);
    return;
  }
  const { server, url } = await serveVsCode(options);
  try {
    console.log(`VS Code is at ${url}`);
    await interrupted;
  } finally {
    await server.stop();
  }
}

/** On a desktop the person's own Docker serves where the bed can bring nothing. */
async function bringWhatIsNeeded(): Promise<World | undefined> {
  try {
    return await bringWorld();
  } catch (error) {
    if (desktop && error instanceof BedUnavailable) {
      console.log(`No engine and registry of the test bed: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

async function main(): Promise<void> {
  const started = Date.now();
  // side by side, since each of them waits for downloads; what is installed is there for the next time
  const [bringing, packaging, ...installing] = await unlessInterrupted(
    Promise.allSettled([
      bringWhatIsNeeded(),
      packageExtension(),
      desktop ? undefined : installVsCode('newest'),
      alone ? startBrowser().then((browser) => browser.close()) : undefined,
    ]),
  );
  const world = bringing.status === 'fulfilled' ? bringing.value : undefined;
  try {
    const failed = [bringing, packaging, ...installing].find((part) => part.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
    const options = onSample(world, packaging.status === 'fulfilled' ? packaging.value : '');
    if (world && alone) {
      await unlessInterrupted(doMainJob(world, options, repository));
      console.log(`Done in ${Math.round((Date.now() - started) / 1000)} s`);
    } else {
      await stayOpen(world, options);
    }
  } finally {
    await world?.stop();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

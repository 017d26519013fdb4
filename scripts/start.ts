// npm start: a real VS Code on the sample, with the extension, an engine and a registry. With `-- --once`, or without an interactive
// terminal, it runs the main task itself and prints the contents of the registry. With `-- --cluster`, there is a real Kubernetes node, too.
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
import { bringSampleCluster, type SampleCluster } from './start/sampleCluster.ts';

const repository = 'team/system-info-exporter';
const sample = path.resolve('samples/system-info-exporter');
const withCluster = process.argv.includes('--cluster');
const alone = process.argv.includes('--once') || !process.stdin.isTTY || !process.stdout.isTTY;
const desktop = !alone && (process.env.MULTIARCH_VSCODE === 'desktop' || process.platform !== 'linux');

/** Settles on a signal; a second one, from an impatient user, exits at once. */
const interrupted = new Promise<void>((resolve) => {
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      first ||= Date.now();
      // npm forwards a signal that the terminal has already sent
      if (Date.now() - first > 1000) {
        process.exit(130);
      }
      resolve();
    });
  }
});

/** Waits for `work`, unless a signal arrives first. */
async function unlessInterrupted<T>(work: Promise<T>): Promise<T> {
  const stopped = interrupted.then(() => {
    throw new Error('interrupted');
  });
  return Promise.race([work, stopped]);
}

/** The opened sample: if the bed has a registry, it provides the base image and the image name. */
function onSample(world: World | undefined, cluster: SampleCluster | undefined, vsix: string): OpenOptions {
  const options = { workspace: sample, vsix: [vsix] };
  return world === undefined
    ? options
    : {
        ...options,
        env: { ...world.engine.env, ...cluster?.env },
        settings: {
          'multiarch.image': `${world.registry.host}/${repository}`,
          ...(cluster && { 'multiarch.kubectl.path': cluster.kubectl }),
        },
        async prepare(folder) {
          const file = path.join(folder, 'Dockerfile');
          const text = await readFile(file, 'utf8');
          await writeFile(file, text.replace(/^ARG BASE=.*$/m, `ARG BASE=${world.base}`));
          await cluster?.prepare(folder);
        },
      };
}

/** Shows VS Code until Ctrl+C, or until the desktop window closes. */
async function stayOpen(
  world: World | undefined,
  cluster: SampleCluster | undefined,
  options: OpenOptions,
): Promise<void> {
  console.log('Run «Multi-Arch: Build Multi-Arch Image…» from the palette; Ctrl+C here ends everything.');
  if (world) {
    console.log(`Images go to the registry ${world.registry.host}, which is thrown away at the end.`);
  }
  if (cluster) {
    console.log(cluster.help);
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

/** On a desktop, uses the running Docker if the bed cannot provide one. */
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
  // in parallel, because each waits for downloads; what is installed is kept for the next start
  const [bringing, packaging, ...installing] = await unlessInterrupted(
    Promise.allSettled([
      bringWhatIsNeeded(),
      packageExtension(),
      desktop ? undefined : installVsCode('newest'),
      alone ? startBrowser().then((browser) => browser.close()) : undefined,
    ]),
  );
  const world = bringing.status === 'fulfilled' ? bringing.value : undefined;
  let cluster: SampleCluster | undefined;
  try {
    const failed = [bringing, packaging, ...installing].find((part) => part.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
    if (world && withCluster) {
      // after an interruption, it ends with this process
      cluster = await unlessInterrupted(bringSampleCluster(world, sample));
    }
    const options = onSample(world, cluster, packaging.status === 'fulfilled' ? packaging.value : '');
    if (world && alone) {
      await unlessInterrupted(doMainJob(world, options, repository));
      if (cluster) {
        console.log(await unlessInterrupted(cluster.restart()));
      }
      console.log(`Done in ${Math.round((Date.now() - started) / 1000)} s`);
    } else {
      await stayOpen(world, cluster, options);
    }
  } finally {
    await cluster?.stop();
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

// npm start: a real VS Code on the sample, with the extension, an engine and a registry to push to. With `-- --once`, or
// where nobody sits in front of it, it does the main job by itself and says what the registry then holds.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { say } from '../test/bed/engine/say.ts';
import { startBrowser } from '../test/bed/vscode/browser.ts';
import { installVsCode } from '../test/bed/vscode/install.ts';
import { openVsCode, serveVsCode, type OpenOptions } from '../test/bed/vscode/open.ts';
import { packageExtension } from '../test/bed/vscode/package.ts';
import { bringWorld, type World } from '../test/bed/world.ts';
import { runWizard } from '../test/support/wizard.ts';
import { readBack } from './start/readBack.ts';

const repository = 'team/system-info-exporter';
const tag = '0.1.0';
const wanted = { 'linux/amd64': 'x86-64', 'linux/arm64': 'AArch64' } as const;

/** The window's side of things: the sample, whose base image comes from the test bed's registry, and what is set. */
function windowOn(world: World, vsix: string): OpenOptions {
  return {
    workspace: path.resolve('samples/system-info-exporter'),
    vsix: [vsix],
    env: world.engine.env,
    settings: { 'multiarch.image': `${world.registry.host}/${repository}` },
    async prepare(folder) {
      const file = path.join(folder, 'Dockerfile');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(/^ARG BASE=.*$/m, `ARG BASE=${world.base}`));
    },
  };
}

async function doTheMainJob(world: World, vsix: string): Promise<void> {
  const opened = await openVsCode(windowOn(world, vsix));
  const { workbench, screenshot, close } = opened;
  try {
    const image = `${world.registry.host}/${repository}:${tag}`;
    say(`building ${image} through the palette …`);
    await runWizard(workbench, { platforms: Object.keys(wanted), image });
    const { message, severity } = await workbench.waitForNotification(/./, 180_000);
    const picture = await screenshot('start');
    console.log(`VS Code says: ${message}`);
    console.log(`Screenshot: ${picture}`);
    if (severity !== 'info') {
      throw new Error(`the build did not succeed; the terminal shows:\n${await workbench.terminal()}`);
    }
    const { digest, children } = await readBack(world.registry.url, repository, tag);
    console.log(`The registry holds ${image}@${digest}:`);
    for (const child of children) {
      console.log(`  ${child.platform.padEnd(12)} ${child.digest}  /bin/busybox is for ${child.machine}`);
    }
    const found = Object.fromEntries(children.map(({ platform, machine }) => [platform, machine]));
    const right = Object.entries(wanted).every(([platform, machine]) => found[platform] === machine);
    if (!right || children.length !== Object.keys(wanted).length) {
      throw new Error(`that is not ${Object.keys(wanted).join(' and ')}, each with programs of its own`);
    }
  } catch (error) {
    console.error(`Screenshot: ${await screenshot('start-failed')}`);
    throw error;
  } finally {
    await close();
  }
}

/** Resolves when the person presses Ctrl+C. */
async function stayOpen(world: World, vsix: string): Promise<void> {
  const { server, url } = await serveVsCode(windowOn(world, vsix));
  try {
    console.log(`\nVS Code is at ${url}`);
    console.log(`Run «Multi-Arch: Build multi-arch image…» and push to ${world.registry.host}/…; Ctrl+C ends it.`);
    await interrupted;
  } finally {
    await server.stop();
  }
}

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      resolve();
    });
  }
});
const alone = process.argv.includes('--once') || !process.stdin.isTTY || !process.stdout.isTTY;

async function main(): Promise<void> {
  const started = Date.now();
  // side by side, since each of them waits for downloads; what is installed is there for the next time
  const [bringing, packaging, installing, browsing] = await Promise.allSettled([
    bringWorld(),
    packageExtension(),
    installVsCode('newest'),
    alone ? startBrowser().then((browser) => browser.close()) : undefined,
  ]);
  const world = bringing.status === 'fulfilled' ? bringing.value : undefined;
  try {
    for (const part of [bringing, packaging, installing, browsing]) {
      if (part.status === 'rejected') {
        throw part.reason;
      }
    }
    const vsix = packaging.status === 'fulfilled' ? packaging.value : '';
    if (alone) {
      await Promise.race([
        doTheMainJob(world!, vsix),
        interrupted.then(() => Promise.reject(new Error('interrupted'))),
      ]);
      console.log(`Done in ${Math.round((Date.now() - started) / 1000)} s`);
    } else {
      await stayOpen(world!, vsix);
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

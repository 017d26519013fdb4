import { say } from '../../test/bed/engine/say.ts';
import { openVsCode, type OpenOptions } from '../../test/bed/vscode/open.ts';
import type { World } from '../../test/bed/world.ts';
import { runWizard } from '../../test/support/wizard.ts';
import { readBack } from './readBack.ts';

/** The expected result: the platforms, and the architectures of the programs in their images. */
const wanted = { 'linux/amd64': 'x86-64', 'linux/arm64': 'AArch64' } as const;

/**
 * Builds and pushes the sample with the palette of a VS Code with the extension, and prints the contents of the registry. Rejects with a
 * screenshot if they are wrong.
 */
export async function doMainJob(world: World, options: OpenOptions, repository: string): Promise<void> {
  const { workbench, screenshot, close } = await openVsCode(options);
  const tag = '0.1.0';
  const image = `${world.registry.host}/${repository}:${tag}`;
  try {
    say(`building ${image} through the palette …`);
    await runWizard(workbench, { platforms: Object.keys(wanted), image });
    const { message, severity } = await workbench.waitForNotification(/./, 180_000);
    console.log(`VS Code says: ${message}`);
    if (severity !== 'info') {
      throw new Error(`the build did not succeed; the terminal shows:\n${await workbench.terminal()}`);
    }
    console.log(`Screenshot: ${await screenshot('start')}`);
  } catch (error) {
    console.error(`Screenshot: ${await screenshot('start-failed')}`);
    throw error;
  } finally {
    await close();
  }

  const { digest, children } = await readBack(world.registry.url, repository, tag);
  console.log(`The registry holds ${image}@${digest}:`);
  for (const child of children) {
    console.log(`  ${child.platform.padEnd(12)} ${child.digest}  its program is for ${child.machine}`);
  }
  const found = Object.fromEntries(children.map(({ platform, machine }) => [platform, machine]));
  const right = Object.entries(wanted).every(([platform, machine]) => found[platform] === machine);
  if (!right || children.length !== Object.keys(wanted).length) {
    throw new Error(`that is not ${Object.keys(wanted).join(' and ')}, each with a program of its own`);
  }
}

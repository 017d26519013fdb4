import assert from 'node:assert/strict';
import { run } from '../bed/engine/processes.ts';
import { readRegistry } from '../engine/registryReader.ts';
import { runWizard } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const [native, emulated] = process.arch === 'arm64' ? both.toReversed() : both;

describe('a build of two platforms, from the palette to what comes of it', function () {
  this.timeout(240_000);
  const session = useVsCode(({ base }) => ({
    // no other suite builds it on the engine that all of them share, so its first build is not cached
    files: { Dockerfile: `FROM ${base}\nRUN uname -m > /outcome\n` },
  }));
  const repository = 'team/app';
  const reference = () => `${session().world.registry.host}/${repository}:1`;
  const registry = () => readRegistry(session().world.registry);
  const pushed = () => session().workbench.waitForNotification(/^Pushed/, 120_000);

  it('is shown in the terminal and told of once, when the registry has it', async () => {
    const { workbench } = session();
    await runWizard(workbench, { platforms: both, image: reference() });
    const { message, buttons, severity } = await pushed();
    assert.equal(message, `Pushed ${reference()}; verified for linux/amd64, linux/arm64.`);
    assert.deepEqual([severity, buttons], ['info', ['Copy Pinned Reference', 'Show Manifest']]);
    assert.equal((await workbench.notifications()).length, 1);

    await workbench.command('View: Toggle Maximized Panel');
    const text = await workbench.waitForTerminal(/^\$ docker buildx build /m);
    await workbench.command('View: Toggle Maximized Panel');
    const how = (platform: string) => (platform === native ? 'native' : 'emulated');
    assert.ok(
      text.includes(`Builder default (docker)${both.map((each) => ` · ${each} ${how(each)}`).join('')}\n`),
      text,
    );
    assert.match(text, /^✓ Built in [\d.]+s$/m);
    assert.match(text, /^Platform +How +Digest /m);
    const { entries } = await registry().index(repository, '1');
    for (const { platform, digest } of entries.filter((entry) => entry.platform?.os === 'linux')) {
      const name = `linux/${platform!.architecture}`;
      assert.match(text, new RegExp(`^${name} +${how(name)} +${digest.slice(0, 19)} `, 'm'));
    }
  });

  it('is built again without a question, and its pinned reference can be copied', async () => {
    const { workbench } = session();
    await workbench.command('Multi-Arch: Rebuild Last');
    await pushed();
    assert.equal(await workbench.quickInput.state(), undefined);
    await workbench.pressInNotification(/^Pushed/, 'Copy Pinned Reference');
    const { digest } = await registry().index(repository, '1');
    await workbench.waitUntil('the reference in the clipboard', async () =>
      (await workbench.clipboard()) === `${reference()}@${digest}` ? true : undefined,
    );
  });

  it('shows its manifest as the registry has it', async () => {
    const { workbench, screenshot } = session();
    await workbench.command('Multi-Arch: Rebuild Last');
    await pushed();
    await workbench.pressInNotification(/^Pushed/, 'Show Manifest');
    const { digest, entries } = await registry().index(repository, '1');
    const { text } = await workbench.report(/"manifests"/);
    assert.ok(text.includes(digest), text);
    const raw = JSON.parse(text.slice(text.indexOf('\n{'))) as { manifests: { digest: string }[] };
    assert.deepEqual(
      raw.manifests.map((each) => each.digest),
      entries.map((each) => each.digest),
    );
    await screenshot('outcome-manifest');
  });

  it('is loaded into the Docker engine for its own platform, without a push', async () => {
    const { workbench, world } = session();
    const { digest } = await registry().index(repository, '1');
    await workbench.command('Multi-Arch: Build for Local Use (No Push)');
    const { message } = await workbench.waitForNotification(/./, 120_000);
    assert.equal(message, `Loaded ${reference()} into the Docker engine for ${native!}.`);
    const format = '{{.Os}}/{{.Architecture}}';
    const { env } = world.engine;
    assert.equal(await run('docker', ['image', 'inspect', '--format', format, reference()], { env }), native);
    assert.equal((await registry().index(repository, '1')).digest, digest);
    assert.match(await workbench.waitForTerminal(/Built in/), new RegExp(`^${native!} +cached`, 'm'));
    assert.doesNotMatch(await workbench.terminal(), new RegExp(`^${emulated!} `, 'm'));
  });
});

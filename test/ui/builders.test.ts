import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildkitImage } from '../bed/engine/buildkitImage.ts';
import { run } from '../bed/engine/processes.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { skipBecause } from '../support/skip.ts';
import { runWizard } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const name = 'multiarch';

describe('a builder of one’s own, by clicks', function () {
  this.timeout(240_000);
  const session = useVsCode(async ({ base, engine }) => {
    await buildkitImage(engine);
    return { files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` } };
  });
  // not a loopback address: BuildKit uses plain HTTP only because of buildkitd.toml
  let registry: Registry | undefined;
  before(async function () {
    const { address } = session().world.engine;
    if (address === undefined) {
      skipBecause(this, 'the engine that runs here has no address for a registry without https');
    }
    registry = await startRegistry({ address });
  });
  after(async () => {
    await registry?.stop();
    await docker('buildx', 'rm', '--force', name).catch(() => undefined);
  });
  const docker = (...args: string[]) => run('docker', args, { env: session().world.engine.env });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Builders');
  const settings = async () =>
    JSON.parse(
      await readFile(path.join(session().folder, '.vscode/settings.json'), 'utf8').catch(() => '{}'),
    ) as Record<string, unknown>;
  const startWizard = async () => {
    const { workbench } = session();
    await workbench.command('Multi-Arch: Set Up a Builder…');
    await workbench.quickInput.waitFor(/^Where should the builder run/);
  };

  it('is not made when the wizard is left with Escape', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    const steps = [/^Where should/, /^Builder name/, /^Does a registry need special access/, /^Create the builder/];
    for (const left of steps) {
      await startWizard();
      for (const step of steps) {
        await quickInput.waitFor(step);
        if (step === left) {
          break;
        }
        await quickInput.accept();
      }
      await quickInput.escape();
      await quickInput.waitUntilClosed();
    }
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(await docker('ps', '--all', '--quiet'), '');
    assert.deepEqual(await settings(), {});
  });

  it('is made and started by the wizard, for registries on this machine and without https', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    await startWizard();
    await quickInput.pick('docker-container');
    await quickInput.waitFor(/^Builder name/);
    await quickInput.waitForRow(name);
    await quickInput.accept();
    await quickInput.pick('A registry on this machine (localhost)');
    await quickInput.waitUntil('the answer', ({ rows }) =>
      rows.some(({ description }) => description.startsWith('yes')),
    );
    await quickInput.pick('A registry without HTTPS…');
    await quickInput.waitFor(/^Registry host and port/);
    await quickInput.type(registry!.host);
    await quickInput.waitForRow(registry!.host);
    await quickInput.accept();
    await quickInput.waitFor(/^Does a registry need special access/);
    await quickInput.pick('Continue');
    const { rows } = await quickInput.waitFor(/^Create the builder/);
    assert.equal(
      rows[0]?.detail,
      'docker buildx create --name multiarch --driver docker-container --driver-opt network=host --buildkitd-config buildkitd.toml --bootstrap',
    );
    assert.ok(rows.some(({ label }) => label === `[registry."${registry!.host}"]`));
    await quickInput.pick('Create and Start');
    const { message } = await workbench.waitForNotification(/^Builder multiarch/, 120_000);
    assert.equal(message, 'Builder multiarch is running, and this workspace uses it.');
    const view = await tree();
    const row = await view.waitForRow(name, 'in use · running · docker-container');
    assert.equal(row.spoken, 'Builder multiarch: in use, running, docker-container');
    await view.expand(name);
    await view.waitForRow('multiarch0');
    assert.deepEqual(await settings(), { 'multiarch.builder': name });
  });

  it('builds for two platforms and pushes', async () => {
    const { workbench } = session();
    const reference = `${registry!.host}/team/app:1`;
    await runWizard(workbench, { platforms: both, image: reference });
    const { message } = await workbench.waitForNotification(/./, 120_000);
    assert.equal(message, `Pushed ${reference}; verified for linux/amd64, linux/arm64.`);
    assert.match(await workbench.waitForTerminal(/Built in/), /./);
  });

  it('shows what it is, and commands for it', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.choose(name, 'Show Builder Details');
    assert.match(await workbench.editorText(/Name:/), /^Name: +multiarch$[^]*^Driver: +docker-container$/m);
    await view.choose(name, 'Copy Builder Command…');
    await workbench.quickInput.pick('Show its details');
    await workbench.waitUntil('the command in the clipboard', async () =>
      /^docker buildx inspect (-- )?.*multiarch/.test(await workbench.clipboard()) ? true : undefined,
    );
  });

  it('becomes Docker’s default', async () => {
    const view = await tree();
    await view.choose(name, 'Make Docker’s Default Builder');
    await session().workbench.waitUntil('the default', async () =>
      (await docker('buildx', 'inspect')).includes('docker-container') ? true : undefined,
    );
  });

  it('is stopped, started and removed', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.press(name, 'Stop Builder');
    await view.waitForRow(name, 'in use · stopped · docker-container', 60_000);
    await view.press(name, 'Start Builder');
    await view.waitForRow(name, 'in use · running · docker-container', 60_000);
    await view.choose(name, 'Remove Builder…');
    const question = await workbench.dialog.waitFor(/Remove builder/);
    assert.equal(question.message, 'Remove builder “multiarch”?');
    assert.match(
      question.detail,
      /^Its build cache will be deleted: [\d.]+ [kMG]?B\.\n\nBuilds in this workspace use it\. They will then /,
    );
    await workbench.dialog.press('Cancel');
    await view.waitForRow(name);
    await view.choose(name, 'Remove Builder…');
    await workbench.dialog.waitFor(/Remove builder/);
    await workbench.dialog.press('Remove');
    await view.waitUntil('no such row', (rows) => rows.every(({ label }) => label !== name), 60_000);
    await view.waitForRow('default', /^in use/);
    assert.deepEqual(await settings(), {});
    assert.equal(await docker('ps', '--all', '--quiet'), '');
    assert.equal(await docker('volume', 'ls', '--quiet'), '');
    assert.doesNotMatch(await docker('buildx', 'ls'), /multiarch/);
    assert.deepEqual(await workbench.notifications(), []);
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildsOf, startBuildkitNode, type BuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { run } from '../bed/engine/processes.ts';
import type { QuickInputState } from '../bed/vscode/quickInput.ts';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'] as const;
const name = 'farm';
const emulating = 'linux/arm64 would be emulated on farm0';

const described = ({ rows }: QuickInputState) =>
  Object.fromEntries(rows.map(({ label, description }) => [label, description]));
const ticked = ({ rows }: QuickInputState) => rows.filter(({ checked }) => checked).map(({ label }) => label);
const rowsOf = ({ rows }: QuickInputState) => rows.map(({ label }) => label);

describe('a builder of two nodes, by clicks', function () {
  // BuildKit is compiled once, which takes minutes
  this.timeout(600_000);
  const nodes: BuildkitNode[] = [];
  const session = useVsCode(async ({ base, engine: { env } }) => {
    for (const platform of both) {
      const node = await startBuildkitNode([platform]);
      const append = nodes.length === 0 ? [] : ['--append'];
      nodes.push(node);
      const options = ['--name', name, '--driver', 'remote', ...append];
      await run('docker', ['buildx', 'create', ...options, node.address], { env });
    }
    return {
      files: {
        Dockerfile: `FROM ${base}\nCOPY Dockerfile /\n`,
        'broken.Dockerfile': `FROM ${base}\nCOPY nothing /\n`,
      },
    };
  });
  const docker = (...args: string[]) => run('docker', args, { env: session().world.engine.env });
  after(async () => {
    await docker('buildx', 'rm', '--force', name).catch(() => undefined);
    await Promise.all(nodes.map((node) => node.stop()));
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Builders');
  const settings = async () =>
    JSON.parse(await readFile(path.join(session().folder, '.vscode/settings.json'), 'utf8')) as unknown;
  const image = () => `${session().world.registry.host}/farm/app:1`;

  it('is chosen for the workspace in its row', async () => {
    const view = await tree();
    await view.waitForRow(name, 'running · remote');
    assert.deepEqual(await view.buttons(name), ['Use Builder for This Workspace', 'Pin Platforms…']);
    await view.press(name, 'Use Builder for This Workspace');
    await view.waitForRow(name, 'in use · running · remote');
    assert.deepEqual(await settings(), { 'multiarch.builder': name });
    assert.deepEqual(await session().workbench.notifications(), []);
  });

  it('is warned of in the plan, pinned from there, and builds each platform where it is native', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    const pin = async (node: string, platform: string) => {
      const state = await quickInput.waitFor(
        `Select the platforms that node ${node} builds; builds for them are sent there`,
      );
      assert.equal(state.title, 'Pin Platforms of farm');
      assert.deepEqual([ticked(state), described(state)[platform]], [[platform], 'native']);
      await quickInput.accept();
    };
    await runWizard(workbench, { platforms: both, image: image() }, async (step) => {
      if (step !== 'plan') {
        return;
      }
      const { rows } = await quickInput.waitUntil('the warning', (state) => rowsOf(state).includes(emulating));
      assert.equal(
        rows.find(({ label }) => label === emulating)?.detail,
        'farm1 runs it natively. Pin platforms so that each node builds its own.',
      );
      await quickInput.pick(emulating);
      await pin('farm0', 'linux/amd64');
      await pin('farm1', 'linux/arm64');
      const { message } = await workbench.waitForNotification(/^Each node/);
      assert.equal(message, 'Each node of farm now builds the platforms pinned to it.');
      const plan = await quickInput.waitUntil(
        'the plan again',
        (state) => wizardSteps.plan.test(state.placeholder) && (described(state).Platforms ?? '').includes('native'),
      );
      assert.equal(described(plan).Platforms, 'linux/amd64 (native on farm0), linux/arm64 (native on farm1)');
      assert.deepEqual(
        rowsOf(plan).filter((label) => /emulat/i.test(label)),
        [],
      );
    });
    await workbench.waitForTerminal(/Built in/, 120_000);
    await workbench.command('Terminal: Scroll to Top');
    await workbench.waitForTerminal(
      /^Builder farm \(remote\) · linux\/amd64 native on farm0 · linux\/arm64 native on farm1$/m,
    );
    const { message } = await workbench.waitForNotification(/^Pushed/);
    assert.equal(message, `Pushed ${image()}; verified for linux/amd64, linux/arm64.`);
    const built = await Promise.all(nodes.map(async ({ address }) => buildsOf(address)));
    assert.deepEqual(
      built.map((builds) => builds.map(({ platforms }) => platforms)),
      both.map((platform) => [[platform]]),
    );
  });

  it('shows what is pinned', async () => {
    const view = await tree();
    for (const [at, platform] of both.entries()) {
      await view.expand(`farm${at}`);
      await view.waitUntil(`${platform} pinned`, (rows) =>
        rows.some(({ label, description }) => label === platform && description.includes('pinned')),
      );
      const below = await view.below(`farm${at}`);
      assert.deepEqual(
        below.filter(({ description }) => description.includes('pinned')).map(({ label }) => label),
        [platform],
      );
    }
    assert.deepEqual(await view.buttons(name), []);
  });

  it('gives way to another builder for one build', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    const left = new Error('left');
    const toThePlan = runWizard(workbench, { platforms: both, image: image() }, (step) =>
      step === 'plan' ? Promise.reject(left) : Promise.resolve(),
    );
    await assert.rejects(toThePlan, left);
    const builderRow = async (words: string) =>
      quickInput.waitUntil(`the builder ${words}`, (state) => described(state).Builder === words);
    await builderRow('farm · remote · running · 2 nodes');
    await quickInput.pick('Builder');
    await quickInput.waitFor('Which builder should this build use?');
    // a node without an answer is still being queried
    const { rows } = await quickInput.waitUntil(
      'the builders with their states',
      (state) =>
        rowsOf(state).includes('default') &&
        state.rows.some((row) => row.label === name && row.description === 'in use · remote · running · 2 nodes'),
    );
    await quickInput.waitUntil('the one in use to be active', (state) =>
      state.rows.some(({ active, label }) => active && label === name),
    );
    assert.equal(rows.at(-1)?.label, 'Set Up a Builder…');
    await quickInput.pick('default');
    await quickInput.waitFor('What should use builder default?');
    await quickInput.pick('This build');
    await builderRow('default · docker · running');
    await quickInput.escape();
    await quickInput.waitUntilClosed();
    assert.deepEqual(await settings(), { 'multiarch.builder': name });
  });

  it('remembers its builds: their logs, their errors, and not those that are taken out', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await runWizard(workbench, {
      source: 'broken.Dockerfile',
      platforms: ['linux/arm64'],
      image: image(),
      output: 'Fill the build cache only',
    });
    await workbench.waitForTerminal(/Failed after/, 120_000);
    await workbench.waitForNotification(/./);
    await workbench.clearNotifications();
    const view = await tree();
    await view.expand('Build history');
    await view.waitForRow(/broken/, /^failed/);
    await view.waitForRow('service', /^completed/);
    const rows = await view.below('Build history');
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} ${description.split(' · ')[0] ?? ''}`),
      ['service/broken.Dockerfile failed', 'service completed', 'service completed'],
    );
    await view.press(/broken/, 'Open Build Log');
    assert.match(await workbench.editorText(/ERROR/), /ERROR: .*"\/nothing": not found/);
    await view.press(/broken/, 'Open Build Error');
    await page.locator('.tab.active', { hasText: /^broken\.Dockerfile/ }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' }).waitFor();
    await view.choose(/broken/, 'Remove from Build History');
    await view.waitUntil(
      'the completed builds alone',
      (now) => now.every(({ label }) => !label.includes('broken')),
      30_000,
    );
    assert.equal((await view.below('Build history')).length, 2);
    assert.deepEqual(
      (await buildsOf(nodes[1]!.address)).map(({ platforms }) => platforms),
      [['linux/arm64']],
    );
    assert.deepEqual(await workbench.notifications(), []);
  });
});

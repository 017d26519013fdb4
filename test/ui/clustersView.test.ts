import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  architectureTooltip,
  chooseClusters,
  foreign,
  own,
  tickClusters,
  uiClusters,
  waitForArchitecture,
} from './clustersSupport.ts';
import { useVsCode } from './support.ts';

const [ownPlatform, foreignPlatform] = [`linux/${own}`, `linux/${foreign}`];

describe('the view of target platforms, by clicks', function () {
  this.timeout(120_000);
  const session = useVsCode(async ({ base }) => {
    const { kubeconfig, settings } = await uiClusters();
    return {
      files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Target Platforms');
  const settings = async () =>
    JSON.parse(
      await readFile(path.join(session().folder, '.vscode/settings.json'), 'utf8').catch(() => '{}'),
    ) as Record<string, unknown>;

  it('asks for clusters first, and follows what they need', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    const view = await tree();
    await view.welcome(/No cluster is contacted before you choose it/);
    await screenshot('platforms-welcome');
    await view.pressInWelcome('Choose Clusters');
    await tickClusters(workbench.quickInput, ['edge']);
    const needed = await view.waitForRow(foreignPlatform, /edge: 3 nodes.*emulated|emulated.*edge: 3 nodes/, 30_000);
    assert.equal(needed.checked, true);
    await view.waitForRow('edge', new RegExp(`3 nodes.*${foreign}`));
    await view.expand('Other platforms');
    const offered = await view.waitForRow(ownPlatform, /native/);
    assert.equal(offered.checked, false);
    await screenshot('platforms-following');
    assert.deepEqual(await settings(), {});
  });

  it('is set by hand with a tick, and follows again', async () => {
    const { workbench, screenshot } = session();
    const view = await tree();
    await view.expand('Other platforms');
    await view.check(ownPlatform);
    await view.waitForRow('Set manually');
    const added = await view.waitForRow(ownPlatform, /not needed by any cluster/);
    assert.equal(added.checked, true);
    assert.deepEqual(await settings(), { 'multiarch.platforms': [foreignPlatform, ownPlatform] });
    await screenshot('platforms-added');
    await view.check(foreignPlatform);
    const missing = await view.waitForRow(foreignPlatform, /not built/);
    assert.deepEqual([missing.checked, missing.icon], [false, 'warning']);
    await screenshot('platforms-by-hand');
    assert.deepEqual(await view.buttons('Set manually'), ['Follow Cluster Platforms']);
    await view.press('Set manually', 'Follow Cluster Platforms');
    await view.waitUntil('what the cluster needs alone', (rows) =>
      rows.every(
        ({ label, checked }) =>
          label !== 'Set manually' && (checked === undefined || checked === (label === foreignPlatform)),
      ),
    );
    await workbench.waitUntil('no setting', async () =>
      'multiarch.platforms' in (await settings()) ? undefined : true,
    );
  });

  it('shows what two clusters need together', async () => {
    const { workbench, screenshot } = session();
    await chooseClusters(workbench, ['edge', 'mixed']);
    const view = await tree();
    const shared = await view.waitForRow(foreignPlatform, /edge: 3 nodes.*mixed: 1 node/, 30_000);
    const one = await view.waitForRow(ownPlatform, /mixed: 2 nodes/);
    assert.deepEqual([shared.checked, one.checked], [true, true]);
    await view.expand(foreignPlatform);
    await view.waitForRow('mixed', '1 node');
    assert.deepEqual(
      (await view.below(foreignPlatform)).slice(0, 3).map(({ label, description }) => [label, description]),
      [
        ['edge', '3 nodes'],
        ['mixed', '1 node'],
        ['Builder default', 'emulated'],
      ],
    );
    await waitForArchitecture(workbench, `${foreign} missing`);
    await screenshot('platforms-two-clusters');
  });

  it('lets platforms be declared where nodes may not be listed', async () => {
    const { workbench, screenshot } = session();
    await chooseClusters(workbench, ['forbidden']);
    const view = await tree();
    await view.waitForRow('forbidden', /no permission to list nodes/, 30_000);
    const unknown = await waitForArchitecture(workbench, 'Platforms unknown');
    assert.equal(unknown.background, undefined);
    assert.match(unknown.spoken, /forbidden: no permission to list nodes/);
    await screenshot('platforms-forbidden');
    await view.click('Declare Platforms…');
    const { title } = await workbench.quickInput.waitFor(/^Select the platforms of its nodes/);
    assert.equal(title, 'Declare Platforms of forbidden');
    await screenshot('platforms-declare');
    await workbench.quickInput.checkOnly([foreignPlatform]);
    await workbench.quickInput.accept();
    await view.waitForRow('forbidden', /declared/, 30_000);
    await view.waitForRow(foreignPlatform, /forbidden: declared/);
    assert.deepEqual((await settings())['multiarch.clusterPlatforms'], { forbidden: [foreignPlatform] });
    const warning = await waitForArchitecture(workbench, `${foreign} missing`);
    assert.deepEqual(warning.icons, ['warning']);
    assert.match(await architectureTooltip(workbench), new RegExp(`forbidden: declared: .*${foreign}`));
    await screenshot('platforms-declared');
  });
});

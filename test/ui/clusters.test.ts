import assert from 'node:assert/strict';
import { wizardSteps } from '../support/wizard.ts';
import {
  architectureTooltip,
  chooseClusters,
  clickArchitecture,
  foreign,
  own,
  themeColour,
  tickClusters,
  uiClusters,
  waitForArchitecture,
} from './clustersSupport.ts';
import { useVsCode } from './support.ts';

describe('the status bar and the cluster, by clicks', function () {
  this.timeout(120_000);
  const session = useVsCode(async ({ base }) => {
    const { kubeconfig, settings } = await uiClusters();
    return {
      files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });
  const mismatch = `${foreign} missing`;

  it('asks to choose clusters, and offers the contexts of the kubeconfig', async () => {
    const { workbench, screenshot } = session();
    const before = await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    assert.equal(before.background, undefined);
    await screenshot('clusters-none');
    await clickArchitecture(workbench);
    const { rows } = await workbench.quickInput.waitFor(/^Select the clusters/);
    assert.deepEqual(
      rows.map(({ label, description, checked }) => [label, description, checked]),
      [
        ['edge', 'current context · edge-cluster', false],
        ['mixed', 'mixed-cluster', false],
        ['forbidden', 'forbidden-cluster', false],
      ],
    );
    await screenshot('clusters-choose');
    await workbench.quickInput.escape();
    await workbench.quickInput.waitUntilClosed();
    assert.equal((await waitForArchitecture(workbench, /./)).text, 'Choose Clusters');
  });

  it('warns, once in words, when what is built here does not run there', async () => {
    const { workbench, screenshot } = session();
    await clickArchitecture(workbench);
    await tickClusters(workbench.quickInput, ['edge']);
    const warning = await waitForArchitecture(workbench, mismatch, 30_000);
    assert.deepEqual(warning.icons, ['warning']);
    assert.equal(warning.background, await themeColour(workbench, 'statusBarItem-warningBackground'));
    assert.match(warning.spoken, /3 of 3 nodes would fail with “exec format error”/);
    const told = await workbench.waitForNotification(/exec format error/);
    assert.match(
      told.message,
      new RegExp(`${own}.* need .*${foreign}.* 3 of 3 nodes would fail with “exec format error”`),
    );
    assert.deepEqual([told.severity, told.buttons], ['warning', ['Build for the Cluster', 'Don’t Show Again']]);
    await screenshot('clusters-notification');
    await workbench.pressInNotification(/exec format error/, 'Build for the Cluster');
    await workbench.quickInput.waitFor(wizardSteps.image, 30_000);
  });

  it('tells the same in its tooltip and in a pick, with what can be done', async () => {
    const { workbench, screenshot } = session();
    const tooltip = await architectureTooltip(workbench);
    await screenshot('clusters-warning');
    for (const words of [
      /3 of 3 nodes would fail with “exec format error”/,
      new RegExp(`Builder “default” builds for .*${own}`),
      new RegExp(`edge: 3 nodes .*${foreign} · checked `),
      /Build for the Cluster\s+Choose Platforms…\s+Choose Clusters…\s+Check Again$/,
    ]) {
      assert.match(tooltip, words);
    }
    await clickArchitecture(workbench);
    await workbench.quickInput.waitForRow('Check Again');
    const { rows } = (await workbench.quickInput.state())!;
    await screenshot('clusters-pick');
    const labels = rows.map(({ label }) => label);
    for (const action of ['edge', 'Build for the Cluster', 'Choose Platforms…', 'Choose Clusters…', 'Check Again']) {
      assert.ok(labels.includes(action), `${action} is not among ${labels.join(', ')}`);
    }
    assert.match(rows.map(({ label, detail }) => `${label} ${detail}`).join('\n'), /3 of 3 nodes would fail with/);
  });

  it('is calm after “Build for the Cluster”, which asks for the name alone', async () => {
    const { workbench, world, screenshot } = session();
    const { quickInput } = workbench;
    await clickArchitecture(workbench);
    await quickInput.pick('Build for the Cluster');
    await quickInput.waitFor(wizardSteps.image, 30_000);
    await screenshot('clusters-image');
    const image = `${world.registry.host}/edge/app:1`;
    await quickInput.type(image);
    await quickInput.waitForRow(image);
    await quickInput.accept();
    await quickInput.waitFor(wizardSteps.plan);
    await screenshot('clusters-plan');
    await quickInput.pick('Run');
    // while it reports that the clusters are being checked
    const { message } = await workbench.waitForNotification(/^Pushed/, 60_000);
    assert.equal(message, `Pushed ${image}; verified for linux/${foreign}.`);
    const calm = await waitForArchitecture(workbench, foreign);
    assert.deepEqual([calm.icons, calm.background], [['check'], undefined]);
    assert.match(calm.spoken, new RegExp(`The last successful push covers all your clusters .*${foreign}.*edge/app:1`));
    await screenshot('clusters-covered');
  });

  it('warns of clusters that the push does not cover, but not in words again', async () => {
    const { workbench, screenshot } = session();
    await chooseClusters(workbench, ['edge', 'mixed']);
    const warning = await waitForArchitecture(workbench, `${own} missing`, 30_000);
    await architectureTooltip(workbench);
    await screenshot('clusters-mixed');
    assert.deepEqual(warning.icons, ['warning']);
    assert.match(warning.spoken, /2 of 6 nodes would find no image for their platform/);
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('warns no more when no cluster is chosen', async () => {
    const { workbench } = session();
    await chooseClusters(workbench, []);
    const { background } = await waitForArchitecture(workbench, 'Choose Clusters');
    assert.equal(background, undefined);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { chooseClusters, foreign, own, uiClusters, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode, answerChange } from './support.ts';

const run = promisify(execFile);
const both = [`linux/${own}`, `linux/${foreign}`];

describe('no platform of a tag is lost without a question, by clicks', function () {
  this.timeout(180_000);
  let host = '';
  const session = useVsCode(async ({ base, registry, engine }) => {
    const { kubeconfig, settings } = await uiClusters();
    ({ host } = registry);
    const env = { ...process.env, ...engine.env };
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    await run('docker', ['tag', base, `${host}/strange/app:1`], { env });
    await run('docker', ['push', '--platform', `linux/${own}`, `${host}/strange/app:1`], { env });
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "${host}/strange/app:1"}]}\n`;
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
        'other/Dockerfile': `FROM ${base}\nRUN uname -m > /other\n`,
        'pod.yaml': pod,
      },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');

  /** The contents of a tag in the registry. */
  async function inRegistry(image: string) {
    const { engine } = session().world;
    const env = { ...process.env, ...engine.env };
    const { stdout } = await run(
      'docker',
      ['buildx', 'imagetools', 'inspect', image, '--format', '{{json .Manifest}}'],
      {
        env,
      },
    );
    const { digest, manifests = [] } = JSON.parse(stdout) as {
      digest: string;
      manifests?: readonly { platform?: { os: string; architecture: string } }[];
    };
    const platforms = manifests.flatMap(({ platform }) =>
      platform && platform.os !== 'unknown' ? [`${platform.os}/${platform.architecture}`] : [],
    );
    return { digest, platforms: platforms.sort() };
  }

  it('attack: missing platforms are added to an unknown image, from another Dockerfile, with Enter on everything', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    const image = `${host}/strange/app:1`;
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, ['edge', 'mixed']);
    const before = await inRegistry(image);
    const view = await tree();
    await view.expand('1');
    await view.waitForRow('1', new RegExp(`^${foreign} missing`), 30_000);
    await view.press('1', 'Add Missing Platforms…');
    await quickInput.waitFor(wizardSteps.source, 30_000);
    await quickInput.pick('other/Dockerfile');
    await quickInput.waitFor(wizardSteps.context);
    await quickInput.accept();
    const { rows } = await quickInput.waitFor(wizardSteps.plan, 30_000);
    assert.ok(
      rows.some(({ label, description }) => label === 'Image' && description === `${image}-${foreign}`),
      JSON.stringify(rows),
    );
    await screenshot('keep-add-plan');
    await quickInput.accept();
    await workbench.waitForNotification(new RegExp(`Add linux/${foreign} to ${image}`), 60_000);
    assert.deepEqual(await inRegistry(image), before, 'the tag is moved by the joined index alone');
    await answerChange(workbench, new RegExp(`Add linux/${foreign} to ${image}`), 'Accept Change');
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    assert.deepEqual((await inRegistry(image)).platforms, both.toSorted());
    await workbench.clearNotifications();
    await view.choose('1', 'Restore a Previous Digest…');
    await answerChange(workbench, /Restore the previous digest of/, 'Accept Change', 30_000);
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    assert.equal((await inRegistry(image)).digest, before.digest);
  });

  it('attack: a cluster of one platform has a tag of two replaced by one', async () => {
    const { workbench, screenshot } = session();
    const image = `${host}/team/kept:1.0`;
    await runWizard(workbench, { platforms: both, image });
    await workbench.waitForNotification(/^Pushed/, 60_000);
    await workbench.clearNotifications();
    const before = await inRegistry(image);
    await chooseClusters(workbench, ['edge']);
    await waitForArchitecture(workbench, /./, 30_000);
    await workbench.command('Multi-Arch: Build for the Cluster');
    const { message } = await workbench.dialog.waitFor(/would lose/, 60_000);
    assert.match(message, new RegExp(`${image} would lose linux/${own}`));
    await screenshot('keep-question');
    assert.deepEqual(await inRegistry(image), before);
    await workbench.dialog.press('Keep Platforms');
    await workbench.waitForNotification(/^Pushed/, 60_000);
    const kept = await inRegistry(image);
    assert.deepEqual(kept.platforms, both.toSorted());
    await screenshot('keep-kept');
    await workbench.clearNotifications();
    await workbench.command('Multi-Arch: Build for the Cluster');
    await workbench.dialog.waitFor(/would lose/, 60_000);
    await workbench.dialog.press('Replace');
    await workbench.waitForNotification(/^Pushed/, 60_000);
    assert.notEqual((await inRegistry(image)).digest, kept.digest);
    await workbench.clearNotifications();
    const view = await tree();
    await view.waitForRow('1.0', /./, 30_000);
    await view.choose('1.0', 'Restore a Previous Digest…');
    const { quickInput } = workbench;
    await quickInput.waitFor(/The newest is first/);
    await quickInput.pick(kept.digest);
    await answerChange(workbench, /Restore the previous digest of/, 'Accept Change', 30_000);
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    assert.equal((await inRegistry(image)).digest, kept.digest);
  });
});

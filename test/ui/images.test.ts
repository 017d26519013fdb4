import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { chooseClusters, foreign, own, uiClusters, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode, answerChange } from './support.ts';

const run = promisify(execFile);

describe('the view of pushed images, by clicks', function () {
  this.timeout(120_000);
  let host = '';
  const session = useVsCode(async ({ base, registry, engine }) => {
    const { kubeconfig, settings } = await uiClusters();
    ({ host } = registry);
    // an image pushed without regard to platforms, and one that the registry has for two
    const env = { ...process.env, ...engine.env };
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    for (const image of [`${host}/legacy/app:1`, `${host}/legacy/tool:stable`]) {
      await run('docker', ['tag', base, image], { env });
      await run('docker', ['push', '--platform', `linux/${own}`, image], { env });
    }
    for (const tag of ['1.9', '1.10']) {
      const copy = ['-t', `${host}/legacy/app:${tag}`, `${host}/legacy/app:1`];
      await run('docker', ['buildx', 'imagetools', 'create', ...copy], { env });
    }
    const pod = (name: string, image: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: "${image}"}]}\n`;
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
        'k8s/pods.yaml': [
          pod('legacy', `${host}/legacy/app:1`),
          pod('gone', `${host}/legacy/app:2`),
          pod('tool', `${host}/legacy/tool:stable`),
        ].join('---\n'),
      },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');

  it('reads the image of a workload only when its row is expanded', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    const view = await tree();
    await view.waitForRow('app', `${host}/legacy`);
    await view.waitForRow('1', 'not read yet');
    await view.expand('1');
    await view.waitForRow('1', new RegExp(`^${own} · `));
    await view.waitForRow(`linux/${own}`, /B$/);
    await view.waitForRow('No cluster is selected');
    await view.expand('2');
    await view.waitForRow('2', 'not in the registry');
    await view.waitForRow('Not pushed, or its name is wrong');
    await screenshot('images-read');
  });

  it('verifies without clusters too, and offers to choose some', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.press('1', 'Verify Pushed Image…');
    await workbench.report(/No cluster is selected/);
    const { buttons } = await workbench.waitForNotification(/No cluster is selected yet/);
    assert.deepEqual(buttons, ['Choose Clusters…']);
    await workbench.clearNotifications();
  });

  it('says what is missing for the clusters, and which nodes', async () => {
    const { workbench, screenshot } = session();
    await chooseClusters(workbench, ['edge', 'mixed']);
    const view = await tree();
    const row = await view.waitForRow('1', new RegExp(`^${foreign} missing · ${own}`), 30_000);
    assert.equal(row.icon, 'warning');
    const missing = await view.waitForRow(`linux/${foreign}`, 'missing · 4 nodes');
    assert.equal(missing.icon, 'warning');
    await screenshot('images-missing');
  });

  it('shows a push of our own at once, with what it is made of', async () => {
    const { workbench, screenshot } = session();
    const image = `${host}/team/service:1.0`;
    await runWizard(workbench, { platforms: [`linux/${own}`, `linux/${foreign}`], image });
    await workbench.waitForNotification(/Pushed/, 60_000);
    await workbench.clearNotifications();
    const view = await tree();
    await view.waitForRow('service', `${host}/team`);
    const row = await view.waitForRow('1.0', /amd64/, 30_000);
    assert.equal(row.icon, 'verified');
    await view.expand('1.0');
    await view.waitUntil(
      'its platforms',
      (rows) => rows.filter(({ label }) => label === `linux/${foreign}`).length === 2,
    );
    await view.expand(`linux/${foreign}`);
    await view.waitForRow('Configuration', /^\d+ B$/);
    await view.waitForRow('Layer 1', /kB|MB/);
    await view.waitForRow(/^Attestation: .*provenance/);
    await screenshot('images-own');
  });

  it('verifies with a report that names nodes and what would happen', async () => {
    const { workbench, screenshot } = session();
    const view = await tree();
    await view.press('1', 'Verify Pushed Image…');
    const { text } = await workbench.report(/Outcome/);
    assert.match(text, /Cannot run on 4 of 6 eligible nodes\./);
    assert.match(text, new RegExp(`edge\\tlinux/${foreign}\\t3\\t.*crashes: exec format error`));
    assert.match(text, new RegExp(`mixed\\tlinux/${own}\\t2\\truns`));
    await screenshot('images-report');
  });

  it('copies the pinned reference, of the whole and of one platform', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.choose('1.0', 'Copy Pinned Reference');
    const pinned = await workbench.waitUntil('the reference', async () => {
      const text = await workbench.clipboard();
      return text.includes('team/service:1.0@sha256:') ? text : undefined;
    });
    await view.press(`linux/${foreign}`, 'Copy Pinned Reference');
    await workbench.waitUntil('that of the platform', async () => {
      const text = await workbench.clipboard();
      return text.includes('@sha256:') && text !== pinned ? text : undefined;
    });
  });

  it('looks into an image for what it starts', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.choose(`linux/${foreign}`, 'Check Program Architectures');
    const { message } = await workbench.waitForNotification(/start/, 30_000);
    assert.match(message, new RegExp(`${foreign} and therefore matches|does not define a start program`));
  });

  it('adds tags that the registry names, the newest first, and one that is typed', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    const view = await tree();
    await view.press('app', 'Add Another Tag…');
    await quickInput.waitFor(/^Select the tags to show/);
    await quickInput.waitUntil('the tags', ({ rows }) => rows.map(({ label }) => label).join() === '1.10,1.9');
    await screenshot('images-tags');
    await quickInput.checkOnly(['1.10']);
    await quickInput.accept();
    await view.waitUntil('what the tag has, and that something is missing', (rows) =>
      rows.some(({ label, description, icon }) => label === '1.10' && description.includes(own) && icon === 'warning'),
    );
    await view.press('app', 'Add Another Tag…');
    await quickInput.waitUntil('what is left', ({ rows }) => rows.map(({ label }) => label).join() === '1.9');
    await quickInput.type('1.11');
    await quickInput.waitForRow('1.11');
    await quickInput.accept();
    await view.waitForRow('1.11', 'not in the registry', 30_000);
    for (const tag of ['1.10', '1.11']) {
      await view.choose(tag, 'Remove from This View');
      await view.waitUntil('no such row', (rows) => rows.every(({ label }) => label !== tag));
    }
  });

  it('takes any image by name, compares, and forgets it again', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    const view = await tree();
    await view.pressInTitle('Add an Image…');
    await quickInput.waitFor(/^Image name/);
    await quickInput.type('Not A Name');
    await quickInput.waitUntil('what is wrong with it', ({ rows }) => rows[0]?.label === 'Not A Name');
    await quickInput.type(`${host}/team/service:2.0`);
    await quickInput.waitForRow(`${host}/team/service:2.0`);
    await quickInput.accept();
    await view.waitForRow('2.0', /./);
    await workbench.command('Multi-Arch: Compare Images…');
    await quickInput.waitFor(/^Image name/);
    await quickInput.pick(`${host}/legacy/app:1`);
    await quickInput.waitFor(/^Which image should .* be compared with/);
    await quickInput.pick(`${host}/team/service:1.0`);
    const { text } = await workbench.report(/Change/);
    assert.match(text, new RegExp(`linux/${foreign}\\tadded`));
    await screenshot('images-comparison');
    await view.choose('2.0', 'Remove from This View');
    await view.waitUntil('no such row', (rows) => rows.every(({ label }) => label !== '2.0'));
  });

  it('adds a missing platform to a tag, having shown what it will be, and puts it back', async () => {
    const { workbench, screenshot } = session();
    const image = `${host}/team/partial:1.0`;
    await runWizard(workbench, { platforms: [`linux/${own}`], image });
    await workbench.waitForNotification(/Pushed/, 60_000);
    await workbench.clearNotifications();
    const view = await tree();
    await view.waitForRow('partial', `${host}/team`);
    const incomplete = new RegExp(`^${foreign} missing · ${own} · `);
    await view.waitUntil('what is missing', (rows) =>
      rows.some(({ label, description }, at) => label === '1.0' && incomplete.test(description) && at < 3),
    );
    await view.press('1.0', 'Add Missing Platforms…');
    await workbench.waitForNotification(new RegExp(`Add linux/${foreign} to ${image}`), 60_000);
    const told = (await workbench.notifications()).map(({ message }) => message);
    assert.deepEqual(
      told.filter((message) => message.startsWith('Pushed')),
      [],
      'what is only a step on the way is not told',
    );
    await screenshot('images-repair');
    await answerChange(workbench, new RegExp(`Add linux/${foreign} to ${image}`), 'Accept Change');
    const { message, buttons } = await workbench.waitForNotification(/verified in the registry/, 30_000);
    assert.match(message, new RegExp(`linux/${own}.*linux/${foreign}`));
    assert.deepEqual(buttons, ['Restore Previous Digest']);
    await view.waitUntil('a complete image', (rows) =>
      rows.some(({ label, description }) => label === '1.0' && description.startsWith(`${own}, ${foreign} · `)),
    );
    await view.waitUntil('no row for what was only a step on the way', (rows) =>
      rows.every(({ label }) => label !== `1.0-${foreign}`),
    );
    await screenshot('images-repaired');
    await workbench.pressInNotification(/verified in the registry/, 'Restore Previous Digest');
    await answerChange(workbench, /Restore the previous digest of/, 'Accept Change', 30_000);
    await view.waitUntil('what is missing again', (rows) =>
      rows.some(({ label, description }) => label === '1.0' && incomplete.test(description)),
    );
    await workbench.clearNotifications();
    // the first build of it still exists, and is not overwritten
    await view.press('1.0', 'Add Missing Platforms…');
    await workbench.dialog.waitFor(new RegExp(`${image}-${foreign} is already in the registry`), 30_000);
    await screenshot('images-repair-there');
    await workbench.dialog.press('Use It');
    await answerChange(workbench, new RegExp(`Add linux/${foreign} to ${image}`), 'Accept Change', 30_000);
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    await view.waitUntil('a complete image again', (rows) =>
      rows.some(({ label, description }) => label === '1.0' && description.startsWith(`${own}, ${foreign} · `)),
    );
  });

  it('asks what an image is built from that was never built here, to add what is missing', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    const view = await tree();
    // makes room for the rows below
    await view.collapse('service');
    await view.collapse('2');
    await view.expand('stable');
    await view.waitForRow('stable', new RegExp(`^${foreign} missing`), 30_000);
    await view.press('stable', 'Add Missing Platforms…');
    await quickInput.waitFor(wizardSteps.source, 30_000);
    await screenshot('images-add-source');
    await quickInput.pick('Dockerfile');
    await quickInput.waitFor(wizardSteps.plan, 30_000);
    await screenshot('images-add-plan');
    await quickInput.pick('Run');
    await answerChange(
      workbench,
      new RegExp(`Add linux/${foreign} to ${host}/legacy/tool:stable`),
      'Accept Change',
      60_000,
    );
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    await view.waitForRow('stable', new RegExp(`^${own}, ${foreign} · `), 30_000);
    await screenshot('images-complete');
  });

  it('pins an image in the files that name it, and tells when its tag moves on', async () => {
    const { workbench, folder, screenshot } = session();
    const view = await tree();
    await view.choose('1', 'Pin Digest in Files');
    const file = path.join(folder, 'k8s/pods.yaml');
    await workbench.waitUntil('a pinned file', async () => {
      const text = await readFile(file, 'utf8');
      return text.includes(`${host}/legacy/app:1@sha256:`) && text.includes(`${host}/legacy/app:2"`) ? true : undefined;
    });
    // the tag is pushed again
    const { base, engine } = session().world;
    const env = { ...process.env, ...engine.env };
    await run('docker', ['buildx', 'imagetools', 'create', '--tag', `${host}/legacy/app:1`, base], { env });
    await view.pressInTitle('Refresh');
    await view.expand(/^1@[0-9a-f]{7}$/);
    await view.waitForRow(/^1@/, /missing · tag now points elsewhere · /, 30_000);
    await screenshot('images-pinned');
  });
});

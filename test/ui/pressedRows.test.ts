import assert from 'node:assert/strict';
import { run } from '../bed/engine/processes.ts';
import { waitForArchitecture } from './clustersSupport.ts';
import { useVsCode } from './support.ts';

const presses = 100;
const tags = ['1.0', '1.1', '1.2'];
const platforms = ['linux/amd64', 'linux/arm64'];
const contexts = ['ui-first', 'ui-second'];

describe('the buttons of rows whose view is refreshed all the time', function () {
  this.timeout(300_000);
  let image = '';
  const docker = (...args: string[]) => run('docker', args, { env: session().world.engine.env });
  const session = useVsCode(async ({ base, registry, engine }) => {
    image = `${registry.host}/team/app`;
    for (const tag of tags) {
      await run('docker', ['buildx', 'imagetools', 'create', '-t', `${image}:${tag}`, base], { env: engine.env });
    }
    const pods = tags.map(
      (tag) =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: "pod-${tag}"}\nspec: {containers: [{name: c, image: "${image}:${tag}"}]}\n`,
    );
    return { files: { Dockerfile: `FROM ${base}\n`, 'k8s/pods.yaml': pods.join('---\n') } };
  });

  before(async () => {
    const host = session().world.engine.env.DOCKER_HOST ?? '';
    for (const name of contexts) {
      await docker('context', 'create', name, '--docker', `host=${host}`);
    }
  });
  after(async () => {
    for (const name of contexts) {
      await docker('context', 'rm', '--force', name).catch(() => undefined);
    }
  });

  it(`act on their row ${presses} of ${presses} times in Pushed Images`, async () => {
    const { workbench } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    for (const tag of tags) {
      await view.expand(tag);
      await view.waitForRow(tag, /B$/, 30_000);
    }
    for (const tag of tags.slice(1)) {
      await view.collapse(tag);
    }
    const pinned = new Map<string, string>();
    for (const platform of platforms) {
      await view.press(platform, 'Copy Pinned Reference');
      pinned.set(platform, await workbench.waitUntil('a reference', copied(platform)));
    }
    const refreshed = await view.pressingInTitle('Refresh', async () => {
      for (let press = 0; press < presses; press++) {
        const platform = platforms[press % platforms.length] ?? '';
        await workbench.setClipboard('');
        await view.press(platform, 'Copy Pinned Reference');
        const text = await workbench.waitUntil(`press ${press + 1}`, copied(platform));
        assert.equal(text, pinned.get(platform));
      }
    });
    assert.ok(refreshed >= presses, `refreshed ${refreshed} times`);
    assert.equal(new Set(pinned.values()).size, platforms.length);
    assert.deepEqual(await workbench.notifications(), []);

    /** What was copied, once something was. */
    function copied(platform: string) {
      const others = () => [...pinned].flatMap(([of, text]) => (of === platform ? [] : [text]));
      return async () => {
        const text = await workbench.clipboard();
        const isNew = text.startsWith(`${image}:1.0@sha256:`) && (pinned.has(platform) || !others().includes(text));
        return isNew ? text : undefined;
      };
    }
  });

  it(`act on their row ${presses} of ${presses} times in Builders, where each press moves rows`, async () => {
    const { workbench } = session();
    const view = await workbench.tree('Multi-Arch Builds', 'Builders');
    await view.waitForRow('Docker contexts', /./, 60_000);
    await view.expand('Docker contexts');
    const refreshed = await view.pressingInTitle('Refresh Builders', async () => {
      for (let press = 0; press < presses; press++) {
        const name = contexts[press % contexts.length] ?? '';
        await view.press(name, 'Use Builder for This Workspace');
        await workbench.waitUntil(`press ${press + 1}`, async () => {
          // `The list was just updated` closes by itself before this times out
          assert.deepEqual(await workbench.notifications(), [], `press ${press + 1}`);
          assert.equal(await workbench.quickInput.state(), undefined, `press ${press + 1}`);
          const rows = await view.rows();
          return rows.some(({ label, description }) => label === name && description.startsWith('in use'))
            ? true
            : undefined;
        });
      }
    });
    assert.ok(refreshed >= presses, `refreshed ${refreshed} times`);
  });

  it('are found with the search field of VS Code', async () => {
    const { workbench, screenshot } = session();
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.click('1.1');
    await workbench.page.keyboard.press('Control+Alt+KeyF');
    await workbench.page.locator('.tree-type-filter, .monaco-tree-type-filter').first().waitFor();
    await workbench.page.keyboard.type('1.2');
    await workbench.page.locator('.monaco-list-row .highlight', { hasText: '1.2' }).waitFor();
    await screenshot('images-search');
    await workbench.page.keyboard.press('Escape');
  });
});

import assert from 'node:assert/strict';
import { changeMachineSettings } from '../bed/vscode/server.ts';
import { runWizard } from '../support/wizard.ts';
import { findDocker, pathWithoutDocker } from './dockerPath.ts';
import { useVsCode } from './support.ts';

describe('without Docker and without trust', function () {
  this.timeout(180_000);
  let withoutDocker: Awaited<ReturnType<typeof pathWithoutDocker>> | undefined;
  const session = useVsCode(async ({ base, engine }) => {
    withoutDocker = await pathWithoutDocker(engine.env.PATH);
    return {
      files: { Dockerfile: `FROM ${base}\n` },
      // the modal editor of workspace trust captures the palette's key
      settings: { 'security.workspace.trust.enabled': true, 'workbench.editor.useModal': 'off' },
      env: { PATH: withoutDocker.value, DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    };
  });
  after(() => withoutDocker?.remove());
  const build = () =>
    runWizard(session().workbench, { platforms: ['linux/amd64'], image: 'registry.example.com/team/app:1' });

  const view = () => session().workbench.tree('Multi-Arch Builds', 'Builders');

  it('shows no builders before the folder is trusted, and how to trust it', async () => {
    const { workbench } = session();
    await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    const tree = await view();
    assert.match(
      await tree.welcome(/untrusted/),
      /^In an untrusted workspace, the extension runs nothing, .*\s+Manage Workspace Trust$/,
    );
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('offers no build before the folder is trusted', async () => {
    const { workbench } = session();
    const { page } = workbench;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    const offered = await workbench.offered('Multi-Arch:', 'Multi-Arch: Show Log');
    assert.deepEqual(
      offered.filter((label) => label.startsWith('Multi-Arch:')),
      ['Multi-Arch: Show Log'],
    );
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).click();
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
  });

  it('says in the view that Docker is not there, without a notification', async () => {
    const { workbench } = session();
    const tree = await view();
    const wanted = /^The Docker command-line tool was not found\.\s+Install Docker\s+Set Its Path\s+Try Again$/;
    assert.match(await tree.welcome(/not found/), wanted);
    assert.deepEqual(await tree.rows(), []);
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('opens the wizard, and says that Docker is not there', async () => {
    const { workbench } = session();
    await build();
    const { message, severity, buttons } = await workbench.waitForNotification(/./);
    assert.deepEqual(
      [message, severity, buttons],
      [
        'Docker was not found on this machine. Install it, or set the path of its command-line program in the setting “multiarch.docker.path”.',
        'error',
        ['How to Install Docker', 'Build Again'],
      ],
    );
    assert.equal((await workbench.notifications()).length, 1);
  });

  it('says that the engine does not answer', async () => {
    const { workbench, server, world } = session();
    await changeMachineSettings(server, { 'multiarch.docker.path': findDocker(world.engine.env.PATH) });
    const { message, severity, buttons } = await workbench.waitUntil('a build with the new setting', async () => {
      await workbench.command('Multi-Arch: Rebuild Last');
      const said = await workbench.waitForNotification(/./);
      if (said.message.includes('engine')) {
        return said;
      }
      // VS Code has not noticed the file yet
      await workbench.clearNotifications();
      return undefined;
    });
    assert.match(
      message,
      /^The Docker engine at unix:\/\/\/nowhere\/docker.sock is not responding\. Start Docker and build again: /,
    );
    assert.deepEqual([severity, buttons], ['error', ['Build Again', 'Show Log']]);
    assert.equal((await workbench.notifications()).length, 1);
  });

  it('says in the view that the engine does not answer, without a notification', async () => {
    const { workbench } = session();
    const tree = await view();
    assert.match(
      await tree.welcome(/engine/),
      /^The Docker engine is not responding\. Start Docker, .*\s+Try Again\s+Set Up a Builder$/,
    );
    assert.deepEqual(await workbench.notifications(), []);
  });
});

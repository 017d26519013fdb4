import assert from 'node:assert/strict';
import { CancellationTokenSource, Uri, workspace, type ExtensionContext } from 'vscode';
import { activate } from '../../src/extension.ts';
import type { MultiArchApi } from '../../src/vscode/api.ts';
import { commandIds } from '../../src/vscode/commandIds.ts';
import { registeredCommands } from '../support/vscode/commands.ts';
import { memento } from '../support/vscode/memento.ts';
import { inVscode, person, seen, shows } from '../support/vscode/session.ts';
import { leave } from '../support/vscode/person.ts';
import { setting } from '../support/vscode/settings.ts';
import { trust } from '../support/vscode/workspace.ts';
import { commands } from 'vscode';
import { setImmediate as turn } from 'node:timers/promises';

/** Activates the extension in a workspace on a machine without Docker and kubectl. */
function activated() {
  setting('user', 'multiarch.docker.path', '/nowhere/docker');
  setting('user', 'multiarch.kubectl.path', '/nowhere/kubectl');
  const context = {
    subscriptions: [] as { dispose(): unknown }[],
    workspaceState: memento(),
    globalState: memento(),
    logUri: Uri.file('/nowhere/log'),
    globalStorageUri: Uri.file('/nowhere/storage'),
    asAbsolutePath: (file: string) => `/nowhere/${file}`,
  };
  const api = activate(context as unknown as ExtensionContext);
  const dispose = () => {
    for (const each of context.subscriptions) {
      each.dispose();
    }
  };
  return { api, dispose };
}

const idsOf = (ids: object): readonly string[] =>
  Object.values(ids).flatMap((id: unknown) => (typeof id === 'string' ? [id] : idsOf(id as object)));

describe('the extension', () => {
  inVscode();

  it('registers each of its commands once, and starts and shows nothing', async () => {
    const { dispose } = activated();
    assert.deepEqual([...registeredCommands()].sort(), [...idsOf(commandIds)].sort());
    await turn();
    shows('');
    dispose();
    assert.deepEqual(registeredCommands(), []);
  });

  it('says what is missing when a command needs it', async () => {
    const { dispose } = activated();
    person(leave, leave);
    await commands.executeCommand(commandIds.buildLocal);
    await commands.executeCommand(commandIds.builder.refresh);
    shows(`
      error: Docker was not found on this machine. Install it, or set the path of its command-line program in the setting “multiarch.docker.path”.
        [How to Install Docker]
      > Escape
      context: multiarch.builders = noDocker
      context: multiarch.platforms = noCluster
      error: Docker was not found on this machine. Install it, or set the path of its command-line program in the setting “multiarch.docker.path”.
        [How to Install Docker]
      > Escape
    `);
    dispose();
  });

  it('does nothing in a workspace that is not trusted: not one of its commands', async () => {
    trust(false);
    const { dispose } = activated();
    const quiet: readonly string[] = [commandIds.showLog];
    for (const id of registeredCommands().filter((each) => !quiet.includes(each))) {
      seen();
      await commands.executeCommand(id);
      assert.match(seen(), /^error: .*trust/i, id);
    }
    dispose();
  });
});

describe('the API', () => {
  inVscode();
  const calls: readonly (readonly [string, (api: MultiArchApi) => Promise<unknown>])[] = [
    ['inspectImage', (api) => api.inspectImage('localhost:1/app:1')],
    ['builders', (api) => api.builders()],
    ['route', (api) => api.route(['linux/amd64'])],
    ['clusterPlatforms', (api) => api.clusterPlatforms()],
    ['coverage', (api) => api.coverage('localhost:1/app:1')],
    ['build', (api) => api.build({ platforms: ['linux/amd64'] })],
  ];

  for (const [name, call] of calls) {
    it(`attack: another extension calls ${name} in a workspace that is not trusted`, async () => {
      trust(false);
      const { api, dispose } = activated();
      await assert.rejects(call(api), { code: 'untrusted' });
      dispose();
    });
  }

  it('is cancelled by its token, which rejects as VS Code does', async () => {
    const { api, dispose } = activated();
    const source = new CancellationTokenSource();
    source.cancel();
    await assert.rejects(api.inspectImage('localhost:1/app:1', source.token), { name: 'Canceled' });
    await assert.rejects(api.build({ platforms: ['linux/amd64'] }, source.token), { name: 'Canceled' });
    dispose();
  });

  it('rejects with a code, and refuses what is no list of platforms', async () => {
    const { api, dispose } = activated();
    await assert.rejects(api.builders(), { code: 'dockerNotFound' });
    await assert.rejects(api.route(['linux/amd64']), { code: 'dockerNotFound' });
    await assert.rejects(api.route('linux/amd64' as never), { code: 'invalidRequest' });
    await assert.rejects(api.route(['no platform']), { code: 'invalidRequest' });
    await assert.rejects(api.build({ platforms: ['no platform'] }), { code: 'invalidRequest' });
    await assert.rejects(api.inspectImage('No Reference'), { code: 'invalidRequest' });
    assert.deepEqual(await api.clusterPlatforms(), []);
    assert.equal(api.version, 1);
    assert.ok(workspace.isTrusted);
    dispose();
  });
});

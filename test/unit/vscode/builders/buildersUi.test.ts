import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { commands } from 'vscode';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { BuilderListing } from '../../../../src/services/builders/listing/listing.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import type { Services } from '../../../../src/services/services.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';
import { createBuildersUi } from '../../../../src/vscode/builders/buildersUi.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import { buildxOf } from '../../../support/buildxOf.ts';
import { atNoon } from '../../../support/noon.ts';
import { stub } from '../../../support/stub.ts';
import { leave } from '../../../support/vscode/person.ts';
import { inVscode, person, see, seen, shows } from '../../../support/vscode/session.ts';
import { setting } from '../../../support/vscode/settings.ts';
import { endTask } from '../../../support/vscode/tasks.ts';
import { provider, rowCalled, showView, tree } from '../../../support/vscode/trees.ts';
import { Task } from '../../../support/vscode/values.ts';
import { changed, folder, trust, watchedFiles } from '../../../support/vscode/workspace.ts';
import { container, engine } from './commands/builderCommands.ts';

const viewId = 'multiarch.builders';

/** The builders feature with a Docker that has these. */
function room(first: readonly Builder[] | Error, buildx = '0.29.1') {
  let there = first;
  const listing: Partial<BuilderListing> = {
    list: () => {
      see('docker: buildx ls');
      return there instanceof Error ? Promise.reject(there) : Promise.resolve(there);
    },
    folder: () => '/home/me/.docker/buildx',
    isStale: () => Promise.resolve(true),
  };
  const services = stub<Services>('Services', {
    clusters: stub('Clusters', {}),
    listing: stub<BuilderListing>('BuilderListing', listing),
    environment: stub('Environment', { buildx: () => Promise.resolve(buildxOf(buildx)) }),
    builders: stub('Builders', { inUse: (name) => Promise.resolve(container(name ?? 'default')) }),
    builderActions: stub('BuilderActions', {
      start: (name) => {
        see(`docker: start ${name}`);
        return Promise.resolve();
      },
    }),
    setUp: stub('BuilderSetUp', {}),
    emulation: stub('Emulation', { installs: () => [], commandThere: () => ['docker', 'run'] }),
    history: stub('BuildHistory', {
      support: () => Promise.resolve({ supported: true } as const),
      list: () =>
        Promise.resolve([
          {
            ref: 'farm/farm0/x',
            name: 'app',
            state: 'completed',
            startedAt: Date.now() - 60_000,
            completedAt: Date.now(),
            totalSteps: 4,
            cachedSteps: 1,
          } as const,
        ]),
      details: () => Promise.resolve({ platforms: ['linux/amd64'], state: 'completed', context: '/ws/shop' } as const),
    }),
    explain: diagnoseError,
  });
  const ui = createBuildersUi({
    runner: stub<Runner>('Runner', {}),
    services,
    showError: (error) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
      return Promise.resolve();
    },
    targetPlatforms: () => ['linux/amd64'],
    build: () => Promise.resolve(),
  });
  return {
    ui,
    become: (now: readonly Builder[]) => {
      there = now;
    },
  };
}

describe('the view of builders', () => {
  inVscode();
  atNoon();
  const farm = container('farm', 'linux/amd64 linux/arm64', 'inactive linux/arm64*');

  it('shows builders, nodes, platforms and builds, having asked once', async () => {
    const { ui } = room([engine, farm, { ...container('other'), isContext: true, driver: 'docker' }]);
    see(await tree(viewId));
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      - default [in use · running · docker] (vm-running)
        - default0 [running · default] (server)
          - linux/amd64 [native] (chip)
          - linux/arm64 [emulated] (chip)
        - Build history (history)
          - app [completed · 1m 00s · 25% cached · 1 minute ago] (pass)
      - farm [1 of 2 nodes running · docker-container] (vm-running)
        - farm0 [running · default] (server)
          - linux/amd64 [native] (chip)
          - linux/arm64 [emulated] (chip)
        - farm1 [not started · default] (server)
          - linux/arm64 [pinned] (chip)
          - not started; its other platforms are unknown until it runs (info)
        - Build history (history)
          - available once all nodes of the builder are running (info)
      - Docker contexts [other] (folder-library)
        - other [running · docker] (vm-running)
          - other0 [running · default] (server)
            - linux/amd64 [native] (chip)
            - linux/arm64 [emulated] (chip)
          - Build history (history)
            - app [completed · 1m 00s · 25% cached · 1 minute ago] (pass)
    `);
    ui.dispose();
  });

  it('says first that buildx is too old', async () => {
    const { ui } = room([container('own', '')], '0.9.1');
    see(await tree(viewId));
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      - Buildx 0.9.1 is too old: update it to 0.13 or newer (warning)
      - own [running · docker-container] (vm-running)
        - own0 [running · default] (server)
        - Build history (history)
          - app [completed · 1m 00s · 25% cached · 1 minute ago] (pass)
    `);
    ui.dispose();
  });

  it('shows nothing of what could not be asked: its welcome text says why', async () => {
    const { ui } = room(new DiagnosedError(diagnosisOf('dockerNotFound')));
    assert.equal(await tree(viewId), '');
    await turn();
    assert.deepEqual([...new Set(seen().split('\n'))], ['docker: buildx ls', 'context: multiarch.builders = noDocker']);
    ui.dispose();
  });

  it('queries nothing in an untrusted workspace, and starts when it is trusted', async () => {
    trust(false);
    const { ui } = room([engine]);
    assert.equal(await tree(viewId), '');
    showView(viewId);
    shows('');
    trust(true);
    await turn();
    assert.match(seen(), /docker: buildx ls/);
    ui.dispose();
  });

  it('asks again when it is shown, when a build has ended and when files of buildx change, and not while it is hidden', async () => {
    const { ui, become } = room([engine]);
    await tree(viewId);
    showView(viewId);
    await turn();
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      docker: buildx ls
    `);
    become([engine, container('new')]);
    for (const file of watchedFiles()) {
      changed(file);
      await turn();
    }
    endTask(new Task({ type: 'multiarch' }, undefined, 'build'));
    await turn();
    endTask(new Task({ type: 'npm' }, undefined, 'test'));
    await turn();
    setting('user', 'multiarch.docker.path', '/opt/docker');
    await turn();
    see(await tree(viewId, () => false));
    shows(`
      docker: buildx ls
      docker: buildx ls
      docker: buildx ls
      docker: buildx ls
      - default [in use · running · docker] (vm-running)
      - new [running · docker-container] (vm-running)
    `);
    showView(viewId, false);
    endTask(new Task({ type: 'multiarch' }, undefined, 'build'));
    await turn();
    shows('');
    ui.dispose();
    assert.deepEqual(watchedFiles(), []);
  });

  it('says of another builder that it is in use when the setting changes', async () => {
    const { ui } = room([engine, farm]);
    setting('workspace', 'multiarch.builder', 'farm');
    see(await tree(viewId, () => false));
    setting('workspace', 'multiarch.builder', undefined);
    see(await tree(viewId, () => false));
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      - farm [in use · 1 of 2 nodes running · docker-container] (vm-running)
      - Docker contexts [default] (folder-library)
      - default [in use · running · docker] (vm-running)
      - farm [1 of 2 nodes running · docker-container] (vm-running)
    `);
    ui.dispose();
  });

  it('reads the details of a build when it is pointed at', async () => {
    const { ui } = room([container('farm')]);
    const row = await rowCalled(viewId, 'app');
    const rows = provider(viewId);
    const item = await rows.resolveTreeItem?.(await rows.getTreeItem(row), row, {
      onCancellationRequested: () => ({ dispose: () => undefined }),
    });
    seen();
    see(item?.tooltip?.value ?? '');
    shows(`
      **app**

      State: completed

      Platforms: linux/amd64

      Node: farm0

      Context: /ws/shop

      Started 1 minute ago (Nov 24, 2026, 11:59 AM)

      Duration: 1m 00s

      Steps: 4, 1 of them cached
    `);
    ui.dispose();
  });
});

describe('the commands for builders', () => {
  inVscode();

  it('are carried out for a row, and not in a workspace that is not trusted', async () => {
    const { ui } = room([container('idle', 'inactive')]);
    await commands.executeCommand(commandIds.builder.start, await rowCalled(viewId, 'idle'));
    trust(false);
    await commands.executeCommand(commandIds.builder.start);
    await commands.executeCommand(commandIds.builder.start, undefined);
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      progress: Starting builder “idle” (a first start downloads BuildKit)
      docker: start idle
      docker: buildx ls
      shown: untrusted
      information: The list was just updated. Try again.
    `);
    ui.dispose();
  });

  it('install emulators for a failed build, on the builder that it used or would use', async () => {
    const { ui } = room([engine]);
    setting('workspace', 'multiarch.builder', 'mine');
    person(leave, leave);
    for (const name of ['own', undefined]) {
      assert.equal(await ui.installEmulators(name, 'linux/arm64', folder('shop')), false);
    }
    shows(`
      docker: buildx ls
      context: multiarch.builders = shown
      information: Docker cannot reach the machine of builder “own” from here. Run this command there: docker run
        [Copy Command]
      > Escape
      information: Docker cannot reach the machine of builder “mine” from here. Run this command there: docker run
        [Copy Command]
      > Escape
    `);
    ui.dispose();
  });
});

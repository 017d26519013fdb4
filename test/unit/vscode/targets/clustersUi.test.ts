import assert from 'node:assert/strict';
import type { WorkloadImage } from '../../../../src/domain/sources/manifests/workloads.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { commands } from 'vscode';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import type { ClusterPlatforms } from '../../../../src/domain/cluster/cluster.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import type { Clusters } from '../../../../src/services/clusters/clusters.ts';
import type { Services } from '../../../../src/services/services.ts';
import type { BuilderModel } from '../../../../src/vscode/builders/builderModel.ts';
import { buildForCluster } from '../../../../src/vscode/build/commands/buildForCluster.ts';
import { registerRowCommand } from '../../../../src/vscode/shared/tree/rowCommand.ts';
import { createClustersUi } from '../../../../src/vscode/targets/clustersUi.ts';
import { createWorkspaceClusters } from '../../../../src/vscode/targets/workspaceClusters.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import { BuildMemory } from '../../../../src/vscode/memory.ts';
import type { WorkspaceSources } from '../../../../src/vscode/workspaceSources.ts';
import { atNoon } from '../../../support/noon.ts';
import { clusterOf, group, workload } from '../../../support/sampleClusters.ts';
import { stub } from '../../../support/stub.ts';
import { files } from '../../../support/vscode/documents.ts';
import { EventEmitter } from '../../../support/vscode/events.ts';
import { memento } from '../../../support/vscode/memento.ts';
import { leave, press } from '../../../support/vscode/person.ts';
import { inVscode, person, see, seen, shows } from '../../../support/vscode/session.ts';
import { setting } from '../../../support/vscode/settings.ts';
import { badge, rowCalled, showView, tickRow, tree } from '../../../support/vscode/trees.ts';
import { statusCommand, statusItem } from '../../../support/vscode/window.ts';
import { changed, trust } from '../../../support/vscode/workspace.ts';
import { farm } from '../../builders.ts';

const viewId = 'multiarch.platforms';
const barId = 'multiarch.architecture';
const kubeconfig = '/home/me/.kube/config';

interface Room {
  readonly contexts?: readonly string[];
  readonly read?: (context: string) => ClusterPlatforms | Promise<ClusterPlatforms>;
  readonly builder?: Builder;
  readonly globalState?: ReturnType<typeof memento>;
  /** Images in the manifests of the workspace. */
  readonly workloads?: readonly WorkloadImage[];
}

const onArm = (context: string): ClusterPlatforms => ({
  context,
  state: 'read',
  local: false,
  groups: [group('linux/arm64', 2)],
});

/** The clusters feature in a workspace with a Dockerfile and this kubeconfig. */
async function room({
  contexts = ['dev', 'prod'],
  read = onArm,
  builder = farm('linux/amd64'),
  globalState = memento(),
  workloads = [],
}: Room = {}) {
  files.write('/ws/shop/Dockerfile', 'FROM alpine');
  const clusters = stub<Clusters>('Clusters', {
    contexts: () => {
      see('reads the kubeconfig');
      return Promise.resolve({
        contexts: contexts.map((name) => ({ name })),
        files: [kubeconfig],
        problems: [],
      } as never);
    },
    read: (context) => {
      see(`asks: ${context}`);
      return Promise.resolve(read(context));
    },
  });
  const sources = stub<WorkspaceSources>('WorkspaceSources', {
    findWorkloads: () => Promise.resolve({ images: workloads, tolerations: [], files: { read: 0, found: 0 } }),
    findSources: () => Promise.resolve({ sources: [], running: [], tooComplex: [] }),
  });
  const state = memento();
  const memory = new BuildMemory(state);
  const workspaceClusters = createWorkspaceClusters(clusters, sources, memory, state);
  const builders = stub<BuilderModel>('BuilderModel', {
    known: [builder],
    inUse: () => ({ name: 'farm', by: 'docker' }),
    onDidChange: new EventEmitter<void>().event as BuilderModel['onDidChange'],
    refresh: () => {
      see('docker: buildx ls');
      return Promise.resolve([builder]);
    },
  });
  const showError = (error: unknown) => {
    see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
    return Promise.resolve();
  };
  const ui = createClustersUi({
    context: { workspaceState: state, globalState: globalState as never },
    services: stub<Services>('Services', { clusters }),
    clusters: workspaceClusters,
    builders,
    memory,
    showError,
  });
  const building = registerRowCommand(
    commandIds.buildForCluster,
    buildForCluster({
      flow: stub('BuildFlow', {
        ask: () => {
          see('wizard');
          return Promise.resolve(undefined);
        },
      }),
      clusters: workspaceClusters.model,
      builders,
      sources,
      memory,
      selectClusters: ui.selectClusters,
    }),
    showError,
  );
  await turn();
  await turn();
  const dispose = () => {
    building.dispose();
    ui.dispose();
    workspaceClusters.dispose();
  };
  return { ui, workspaceClusters, memory, dispose };
}

describe('the view of target platforms', () => {
  inVscode();
  atNoon();

  it('shows what the clusters need once some are chosen, and asks them when it is shown', async () => {
    const { workspaceClusters, dispose } = await room();
    see(await tree(viewId));
    person(leave);
    await workspaceClusters.model.choose(['prod']);
    await turn();
    see(await tree(viewId));
    showView(viewId);
    await turn();
    shows(`
      context: multiarch.platforms = noCluster

      context: multiarch.platforms = shown
      reads the kubeconfig
      asks: prod
      warning: A plain “docker build” here makes amd64 only; your clusters need arm64. 2 of 2 nodes would fail with “exec format error”.
        [Build for the Cluster] [Don’t Show Again]
      > Escape
      (following prod)
      - [x] linux/arm64 [no emulator · prod: 2 nodes] (warning)
        - prod [2 nodes] (server-environment)
        - Builder farm [no emulator] (vm)
        - No push yet (package)
      - Other platforms [supported by farm] (ellipsis)
        - [ ] linux/amd64 [native] (chip)
          - Builder farm [native] (vm)
          - No push yet (package)
      - prod [2 nodes · arm64] (server-environment)
        - linux/arm64 [2 nodes] (chip)
      reads the kubeconfig
      docker: buildx ls
      asks: prod
    `);
    dispose();
  });

  it('needs all platforms if it is not known what one of the workloads selects', async () => {
    const mixed = clusterOf('prod', { name: 'a', platform: 'linux/amd64' }, { name: 'b', platform: 'linux/arm64' });
    const chart = { image: 'shop/app:1', kind: 'Helm chart', name: 'shop', file: 'values.yaml' };
    const workloads = [{ ...workload('shop/app:1', 'web', 'amd64'), file: 'web.yaml' }, chart];
    person(leave);
    const { workspaceClusters, dispose } = await room({ read: () => mixed.known!, workloads });
    await workspaceClusters.model.choose(['prod']);
    await workspaceClusters.uses.refresh();
    await turn();
    assert.deepEqual(workspaceClusters.model.targets, ['linux/amd64', 'linux/arm64']);
    dispose();
  });

  it('needs what the workloads of the workspace select, and follows a saved manifest', async () => {
    const mixed = clusterOf('prod', { name: 'a', platform: 'linux/amd64' }, { name: 'b', platform: 'linux/arm64' });
    const manifest = (arch?: string) => ({ ...workload('shop/app:1', 'web', arch), file: 'web.yaml' });
    const workloads = [manifest('amd64')];
    const { workspaceClusters, dispose } = await room({ read: () => mixed.known!, workloads });
    await workspaceClusters.model.choose(['prod']);
    await turn();
    see(await tree(viewId));
    workloads.splice(0, 1, manifest());
    person(leave);
    files.write('/ws/shop/deploy.yaml', 'kind: Deployment');
    files.save('/ws/shop/deploy.yaml');
    await turn();
    see(await tree(viewId));
    shows(`
      context: multiarch.platforms = shown
      reads the kubeconfig
      asks: prod
      (following prod)
      - [x] linux/amd64 [native · prod: 1 node] (chip)
        - prod [1 node] (server-environment)
        - Builder farm [native] (vm)
        - No push yet (package)
      - prod [1 node · amd64] (server-environment)
        - linux/amd64 [1 node] (chip)
        - linux/arm64 [0 of 1 node · 1 not selected] (chip)
      warning: A plain “docker build” here makes amd64 only; your clusters also need arm64. 1 of 2 nodes would fail with “exec format error”.
        [Build for the Cluster] [Don’t Show Again]
      > Escape
      (following prod)
      - [x] linux/amd64 [native · prod: 1 node] (chip)
        - prod [1 node] (server-environment)
        - Builder farm [native] (vm)
        - No push yet (package)
      - [x] linux/arm64 [no emulator · prod: 1 node] (warning)
        - prod [1 node] (server-environment)
        - Builder farm [no emulator] (vm)
        - No push yet (package)
      - prod [2 nodes · amd64, arm64] (server-environment)
        - linux/amd64 [1 node] (chip)
        - linux/arm64 [1 node] (chip)
    `);
    dispose();
  });

  it('is ticked by hand: the setting is written, and the last tick is put back', async () => {
    const { dispose } = await room();
    setting('workspace', 'multiarch.platforms', ['linux/amd64', 'linux/arm64']);
    seen();
    await tickRow(viewId, 'linux/amd64', 0);
    await turn();
    await tickRow(viewId, 'linux/arm64', 0);
    await turn();
    shows(`
      setting of the workspace: multiarch.platforms = ["linux/arm64"]
      warning: A build needs at least one platform, so linux/arm64 stays selected.
    `);
    dispose();
  });

  it('queries again when the kubeconfig changes while it is visible, and nothing in an untrusted workspace', async () => {
    const { workspaceClusters, dispose } = await room();
    person(leave);
    await workspaceClusters.model.choose(['prod']);
    await turn();
    seen();
    changed(kubeconfig);
    await turn();
    see('hidden until here');
    showView(viewId);
    await turn();
    changed(kubeconfig);
    await turn();
    shows(`
      reads the kubeconfig
      hidden until here
      reads the kubeconfig
      docker: buildx ls
      asks: prod
      reads the kubeconfig
      reads the kubeconfig
      docker: buildx ls
      asks: prod
    `);
    trust(false);
    showView(viewId);
    assert.doesNotMatch(await tree(viewId), /^- /m);
    dispose();
  });

  it('asks a cluster again whose platforms are declared, or no more', async () => {
    const forbidden = (context: string): ClusterPlatforms => ({
      context,
      state: 'forbidden',
      local: false,
      groups: [],
    });
    const { workspaceClusters, dispose } = await room({ read: forbidden });
    await workspaceClusters.model.choose(['dev', 'prod']);
    await turn();
    seen();
    setting('workspace', 'multiarch.clusterPlatforms', { prod: ['linux/arm64'] });
    await turn();
    setting('workspace', 'multiarch.clusters', ['dev']);
    await turn();
    shows(`
      reads the kubeconfig
      asks: prod
      reads the kubeconfig
    `);
    dispose();
  });

  it('carries out the commands of its rows', async () => {
    const { workspaceClusters, dispose } = await room();
    person(leave);
    await workspaceClusters.model.choose(['dev', 'prod']);
    await turn();
    seen();
    await commands.executeCommand(commandIds.cluster.refresh, await rowCalled(viewId, 'prod'));
    await commands.executeCommand(commandIds.cluster.forget, await rowCalled(viewId, 'dev'));
    see(workspaceClusters.model.chosen.map(({ context }) => context).join());
    shows(`
      docker: buildx ls
      reads the kubeconfig
      asks: prod
      status: Checked prod
      prod
    `);
    dispose();
  });
});

describe('the status bar', () => {
  inVscode();
  atNoon();

  it('compares the builder with the clusters, and tells of a mismatch in words once', async () => {
    const { workspaceClusters, dispose } = await room();
    see(statusItem(barId) ?? 'hidden');
    person(press('Build for the Cluster'));
    await workspaceClusters.model.choose(['prod']);
    await turn();
    see(statusItem(barId) ?? 'hidden');
    await workspaceClusters.model.refresh();
    await turn();
    shows(`
      $(chip) Choose Clusters
      context: multiarch.platforms = shown
      reads the kubeconfig
      asks: prod
      warning: A plain “docker build” here makes amd64 only; your clusters need arm64. 2 of 2 nodes would fail with “exec format error”.
        [Build for the Cluster] [Don’t Show Again]
      > Build for the Cluster
      docker: buildx ls
      progress: Checking the platforms of the clusters
      reads the kubeconfig
      asks: prod
      wizard
      $(warning) arm64 missing (statusBarItem.warningBackground)
      reads the kubeconfig
      asks: prod
    `);
    setting('user', 'multiarch.statusBar', 'never');
    see(statusItem(barId) ?? 'hidden');
    setting('user', 'multiarch.statusBar', 'mismatch');
    see(statusItem(barId) ?? 'hidden');
    await workspaceClusters.model.choose([]);
    await turn();
    see(statusItem(barId) ?? 'hidden');
    shows(`
      hidden
      $(warning) arm64 missing (statusBarItem.warningBackground)
      context: multiarch.platforms = noCluster
      hidden
    `);
    dispose();
    assert.equal(statusItem(barId), undefined);
  });

  it('counts the missing platforms on the icon of the side bar while it warns', async () => {
    const { workspaceClusters, dispose } = await room();
    const badges = [badge(viewId)];
    person(leave);
    await workspaceClusters.model.choose(['prod']);
    await turn();
    badges.push(badge(viewId));
    setting('user', 'multiarch.statusBar', 'never');
    badges.push(badge(viewId));
    setting('user', 'multiarch.statusBar', 'always');
    badges.push(badge(viewId));
    await workspaceClusters.model.choose([]);
    await turn();
    badges.push(badge(viewId));
    const one = '1: Images built here lack arm64, which your clusters need.';
    assert.deepEqual(badges, [undefined, one, undefined, one, undefined]);
    dispose();
  });

  it('opens what is missing with a click: the clusters, or the information about them', async () => {
    const { workspaceClusters, dispose } = await room();
    assert.equal(statusCommand(barId), commandIds.selectClusters);
    person(leave);
    await workspaceClusters.model.choose(['prod']);
    await turn();
    assert.equal(statusCommand(barId), commandIds.cluster.showStatus);
    dispose();
  });

  it('waits with the notification until all clusters have answered, so that its numbers stay true', async () => {
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { workspaceClusters, dispose } = await room({
      read: (context) => (context === 'prod' ? slow.then(() => onArm(context)) : onArm(context)),
    });
    seen();
    await workspaceClusters.model.choose(['dev', 'prod']);
    await turn();
    await turn();
    see(statusItem(barId) ?? 'hidden');
    person(leave);
    answer();
    await turn();
    await turn();
    shows(`
      context: multiarch.platforms = shown
      reads the kubeconfig
      asks: dev
      asks: prod
      $(warning) arm64 missing (statusBarItem.warningBackground)
      warning: A plain “docker build” here makes amd64 only; your clusters need arm64. 4 of 4 nodes would fail with “exec format error”.
        [Build for the Cluster] [Don’t Show Again]
      > Escape
    `);
    dispose();
  });

  it('shows no more notifications if the user declines', async () => {
    const globalState = memento();
    for (let times = 0; times < 2; times++) {
      const { workspaceClusters, dispose } = await room({ globalState });
      seen();
      if (times === 0) {
        person(press('Don’t Show Again'));
      }
      await workspaceClusters.model.choose(['prod']);
      await turn();
      await turn();
      see('---');
      dispose();
    }
    shows(`
      reads the kubeconfig
      asks: prod
      ---
    `);
  });
});

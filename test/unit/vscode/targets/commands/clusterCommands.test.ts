import { commands } from 'vscode';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { declarePlatforms } from '../../../../../src/vscode/targets/commands/declarePlatforms.ts';
import { followPlatforms } from '../../../../../src/vscode/targets/commands/followPlatforms.ts';
import { registerClusterCommands } from '../../../../../src/vscode/targets/commands/clusterCommands.ts';
import type { ClusterModel } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import { createTargetPlatforms } from '../../../../../src/vscode/targets/targetPlatforms.ts';
import { currentStatus } from '../../../../../src/vscode/targets/statusBar/currentStatus.ts';
import { cluster, clusterModel, forbidden, group } from '../../../../support/sampleClusters.ts';
import { atNoon } from '../../../../support/noon.ts';
import { EventEmitter } from '../../../../support/vscode/events.ts';
import { choose, leave, press, tick } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { openFolders, trust } from '../../../../support/vscode/workspace.ts';

const ids = commandIds.cluster;
const prod = cluster('prod', group('linux/amd64', 3), group('linux/arm64', 2));
const never = new EventEmitter<void>().event as ClusterModel['onDidChange'];

/** Registers the commands for these clusters, and calls one of them like VS Code. */
async function run(model: ClusterModel, id: string, ...called: readonly unknown[]): Promise<void> {
  const builder = () => ({ name: 'default', native: 'linux/amd64', emulated: [] });
  const registration = registerClusterCommands(
    {
      clusters: model,
      builders: {
        refresh: () => {
          see('asks for the builders');
          return Promise.resolve([]);
        },
      },
      status: () =>
        currentStatus({
          clusters: model,
          uses: { built: [] },
          builder,
          verified: () => [],
          ticked: () => model.targets,
        }),
    },
    [
      [ids.declarePlatforms, declarePlatforms({ clusters: model })],
      [
        ids.followPlatforms,
        followPlatforms({
          clusters: model,
          targets: createTargetPlatforms({ targets: model.targets, onDidChange: never }, []),
        }),
      ],
    ],
    (error) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
      return Promise.resolve();
    },
  );
  await commands.executeCommand(id, ...called);
  registration.dispose();
}

describe('Check Clusters Again', () => {
  inVscode();

  it('asks all of them, or that of the row, and for the builder that is compared', async () => {
    const model = clusterModel([prod, forbidden('locked')]);
    await run(model, ids.refresh);
    await run(model, ids.refresh, { kind: 'cluster', context: 'locked' });
    await run(model, ids.refresh, { kind: 'cluster', context: 7 });
    shows(`
      asks for the builders
      asks: prod, locked
      status: Could not check locked
      asks for the builders
      asks: locked
      status: Could not check locked
      asks for the builders
      asks: prod, locked
      status: Could not check locked
    `);
    await run(clusterModel([prod, cluster('edge')]), ids.refresh);
    shows(`
      asks for the builders
      asks: prod, edge
      status: Checked prod, edge
    `);
  });

  it('says that there are none, and offers to choose some', async () => {
    person(press('Choose Clusters…'), leave);
    await run(clusterModel([]), ids.refresh);
    await run(clusterModel([]), ids.refresh);
    shows(`
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Choose Clusters…
      command: multiarch.selectClusters
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Escape
    `);
  });

  it('shows its failure, and queries nothing in an untrusted workspace', async () => {
    const refresh = () => Promise.reject(new DiagnosedError(diagnosisOf('kubectlNotFound')));
    await run(clusterModel([prod], { refresh }), ids.refresh);
    trust(false);
    for (const id of Object.values(ids)) {
      await run(clusterModel([prod]), id);
    }
    shows(`
      asks for the builders
      shown: kubectlNotFound
      shown: untrusted
      shown: untrusted
      shown: untrusted
      shown: untrusted
      shown: untrusted
    `);
  });
});

describe('Remove from Target Clusters', () => {
  inVscode();

  it('forgets that of the row', async () => {
    await run(clusterModel([prod, cluster('other')]), ids.forget, { kind: 'cluster', context: 'other' });
    shows(`
      chooses: prod
    `);
  });
});

describe('Follow Cluster Platforms', () => {
  inVscode();

  it('takes the setting away, or names the automatic where the user’s own would count', async () => {
    setting('workspace', 'multiarch.platforms', ['linux/386']);
    await run(clusterModel([prod]), ids.followPlatforms);
    setting('user', 'multiarch.platforms', ['linux/386']);
    await run(clusterModel([prod]), ids.followPlatforms);
    shows(`
      setting of the workspace: multiarch.platforms is no more
      status: Builds follow the clusters: linux/amd64, linux/arm64
      setting of the workspace: multiarch.platforms = "auto"
      status: Builds follow the clusters: linux/amd64, linux/arm64
    `);
  });

  it('writes nothing where there is nothing to follow, or no setting', async () => {
    person(leave);
    setting('workspace', 'multiarch.platforms', ['linux/386']);
    await run(clusterModel([]), ids.followPlatforms);
    setting('workspace', 'multiarch.platforms', undefined);
    await run(clusterModel([prod]), ids.followPlatforms);
    shows(`
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Escape
      status: Builds follow the clusters: linux/amd64, linux/arm64
    `);
  });
});

describe('Declare Cluster Platforms…', () => {
  inVscode();

  it('offers what is known of the cluster of the row, writes the setting, and asks it again', async () => {
    person(tick('linux/arm64'));
    await run(clusterModel([prod]), ids.declarePlatforms, { kind: 'cluster', context: 'prod' });
    shows(`
      pick: Declare Platforms of prod — Select the platforms of its nodes, used while they cannot be listed; select none to remove them
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/arm64
      setting of the workspace: multiarch.clusterPlatforms = {"prod":["linux/arm64"]}
      asks: prod
    `);
  });

  it('takes the declaration away with none', async () => {
    setting('workspace', 'multiarch.clusterPlatforms', { prod: ['linux/arm64'], other: ['linux/386'] });
    person(tick());
    await run(clusterModel([prod]), ids.declarePlatforms, { kind: 'cluster', context: 'prod' });
    shows(`
      pick: Declare Platforms of prod — Select the platforms of its nodes, used while they cannot be listed; select none to remove them
       ›[x] linux/arm64
        [ ] linux/amd64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      >
      setting of the workspace: multiarch.clusterPlatforms = {"other":["linux/386"]}
      asks: prod
    `);
  });

  it('asks which one where there are several, and takes the only one', async () => {
    person(choose('other'), leave, leave, leave);
    const model = clusterModel([prod, cluster('other', group('unknown', 1))]);
    await run(model, ids.declarePlatforms);
    await run(model, ids.declarePlatforms);
    openFolders();
    await run(clusterModel([prod]), ids.declarePlatforms);
    shows(`
      pick: Which cluster’s platforms should be declared?
        (server-environment) prod
        (server-environment) other
      > other
      pick: Declare Platforms of other — Select the platforms of its nodes, used while they cannot be listed; select none to remove them
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Escape
      pick: Which cluster’s platforms should be declared?
        (server-environment) prod
        (server-environment) other
      > Escape
      pick: Declare Platforms of prod — Select the platforms of its nodes, used while they cannot be listed; select none to remove them
       ›[x] linux/amd64
        [x] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Escape
    `);
  });

  it('writes the user’s setting where no folder is open', async () => {
    openFolders();
    person(tick('linux/amd64', 'linux/arm64'));
    await run(clusterModel([forbidden('locked')]), ids.declarePlatforms);
    shows(`
      pick: Declare Platforms of locked — Select the platforms of its nodes, used while they cannot be listed; select none to remove them
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/amd64, linux/arm64
      setting of the user: multiarch.clusterPlatforms = {"locked":["linux/amd64","linux/arm64"]}
      asks: locked
    `);
  });

  it('lets clusters be chosen where there are none', async () => {
    person(press('Choose Clusters…'), leave);
    await run(clusterModel([]), ids.declarePlatforms);
    await run(clusterModel([]), ids.declarePlatforms);
    shows(`
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Choose Clusters…
      command: multiarch.selectClusters
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Escape
    `);
  });
});

describe('Show Builder and Cluster Architecture', () => {
  inVscode();
  atNoon();

  it('tells and offers what the tooltip does, and does what is chosen', async () => {
    person(choose('prod'), choose('default'), leave);
    for (let times = 0; times < 3; times++) {
      await run(clusterModel([prod]), ids.showStatus);
    }
    shows(`
      pick: Builder and Cluster Architecture — A plain “docker build” here makes amd64 only; your clusters also need arm64.
        (rocket) Build for the Cluster
        (list-selection) Choose Platforms…
        (globe) Choose Clusters…
        (refresh) Check Again
        ── details
        (warning) 2 of 5 nodes would fail with “exec format error”.
        (tools) default | Builder “default” builds for amd64 by default.
        (layers) All eligible nodes count: no known workload uses an image built here.
        (server-environment) prod | 3 nodes with amd64, 2 nodes with arm64 · checked 20,781 days ago
      > prod
      command: multiarch.platforms.focus
      pick: Builder and Cluster Architecture — A plain “docker build” here makes amd64 only; your clusters also need arm64.
        (rocket) Build for the Cluster
        (list-selection) Choose Platforms…
        (globe) Choose Clusters…
        (refresh) Check Again
        ── details
        (warning) 2 of 5 nodes would fail with “exec format error”.
        (tools) default | Builder “default” builds for amd64 by default.
        (layers) All eligible nodes count: no known workload uses an image built here.
        (server-environment) prod | 3 nodes with amd64, 2 nodes with arm64 · checked 20,781 days ago
      > default
      command: multiarch.builder.choose
      pick: Builder and Cluster Architecture — A plain “docker build” here makes amd64 only; your clusters also need arm64.
        (rocket) Build for the Cluster
        (list-selection) Choose Platforms…
        (globe) Choose Clusters…
        (refresh) Check Again
        ── details
        (warning) 2 of 5 nodes would fail with “exec format error”.
        (tools) default | Builder “default” builds for amd64 by default.
        (layers) All eligible nodes count: no known workload uses an image built here.
        (server-environment) prod | 3 nodes with amd64, 2 nodes with arm64 · checked 20,781 days ago
      > Escape
    `);
  });
});

import type { BuildSource } from '../../../../../src/domain/sources/buildSource.ts';
import type { BuildFlow } from '../../../../../src/vscode/build/buildFlow.ts';
import { buildForCluster } from '../../../../../src/vscode/build/commands/buildForCluster.ts';
import type { ClusterModel } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { cluster, clusterModel, forbidden, group } from '../../../../support/sampleClusters.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { cancel, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { folder } from '../../../../support/vscode/workspace.ts';

const dockerfile: BuildSource = { kind: 'dockerfile', file: 'Dockerfile', stages: [] };
const bake: BuildSource = {
  kind: 'bake',
  target: 'app',
  several: false,
  directory: '',
  files: ['docker-bake.hcl'],
  tags: ['r.io/own:1'],
  platforms: [],
};
const prod = cluster('prod', group('linux/arm64', 2), group('linux/amd64', 1));

/** The builds and questions for these clusters and sources. */
async function run(clusters: ClusterModel, sources: readonly BuildSource[] = [], memory = new BuildMemory(memento())) {
  const shop = folder('shop');
  const flow: BuildFlow = {
    ask: (start) => {
      see(`wizard: ${JSON.stringify(start)}`);
      return Promise.resolve(undefined);
    },
    build: (request, at) => {
      see(`builds in ${at.name}: ${JSON.stringify(request)}`);
      return Promise.resolve(undefined);
    },
  };
  await buildForCluster({
    flow,
    clusters,
    builders: {
      refresh: () => {
        see('asks for the builders');
        return Promise.resolve([]);
      },
    },
    sources: {
      findSources: () =>
        Promise.resolve({ sources: sources.map((source) => ({ folder: shop, source })), running: [], tooComplex: [] }),
    },
    memory,
    selectClusters: () => {
      see('asks for clusters');
      return Promise.resolve(false);
    },
  })();
}

describe('Build for the Cluster', () => {
  inVscode();

  it('builds what was built last, for what the clusters need now', async () => {
    const memory = new BuildMemory(memento());
    await memory.remember(folder('shop'), {
      tags: ['r.io/app:1', 'local'],
      platforms: ['linux/386'],
      onMissingPlatforms: 'replace',
    });
    await run(clusterModel([prod]), [], memory);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      builds in shop: {"tags":["r.io/app:1"],"platforms":["linux/arm64","linux/amd64"],"onMissingPlatforms":"ask","output":"push"}
    `);
  });

  it('builds the one thing that there is, named by the setting, or asks for its name', async () => {
    await run(clusterModel([prod]), [dockerfile]);
    await run(clusterModel([prod]), [bake]);
    setting('workspace', 'multiarch.image', 'r.io/app:2');
    await run(clusterModel([prod]), [dockerfile]);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      wizard: {"request":{"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64","linux/amd64"],"output":"push","tags":[]},"folder":{"name":"shop","index":0,"uri":"file:///ws/shop"},"part":"image","title":"Build for the Cluster"}
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      builds in shop: {"context":"","bakeFiles":["docker-bake.hcl"],"bakeTargets":["app"],"platforms":["linux/arm64","linux/amd64"],"output":"push","tags":[]}
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      builds in shop: {"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64","linux/amd64"],"output":"push","tags":["r.io/app:2"]}
    `);
  });

  it('asks what to build where there is a choice, or nothing', async () => {
    await run(clusterModel([prod]), [dockerfile, bake]);
    await run(clusterModel([prod]), []);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      wizard: {"request":{"platforms":["linux/arm64","linux/amd64"],"output":"push"},"part":"source","title":"Build for the Cluster"}
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod
      wizard: {"request":{"platforms":["linux/arm64","linux/amd64"],"output":"push"},"part":"source","title":"Build for the Cluster"}
    `);
  });

  it('asks for clusters where none is chosen, and builds nothing without one', async () => {
    await run(clusterModel([]), [dockerfile]);
    shows(`
      asks for clusters
    `);
  });

  it('says which cluster could not be asked, and builds for what is known', async () => {
    const former = { ...forbidden('former'), readAt: 1 };
    await run(clusterModel([prod, forbidden('locked'), former]), [dockerfile]);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: prod, locked, former
      warning: Built without locked, whose platforms could not be checked. former could not be checked; built for the nodes found in the last check.
      wizard: {"request":{"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64","linux/amd64"],"output":"push","tags":[]},"folder":{"name":"shop","index":0,"uri":"file:///ws/shop"},"part":"image","title":"Build for the Cluster"}
    `);
  });

  it('says that nothing is known, and what can be done about it', async () => {
    const none = clusterModel([cluster('empty')]);
    const locked = clusterModel([forbidden('locked')]);
    person(press('Choose Clusters…'), press('Declare Platforms…'), press('Choose Platforms…'));
    await run(none);
    await run(locked);
    await run(locked);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: empty
      warning: The platforms of the selected clusters are unknown. None of their nodes is eligible for images of this workspace.
        [Choose Platforms…] [Choose Clusters…]
      > Choose Clusters…
      command: multiarch.selectClusters
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: locked
      warning: The platforms of the selected clusters are unknown. No permission to list the nodes of locked.
        [Declare Platforms…] [Choose Platforms…]
      > Declare Platforms…
      command: multiarch.cluster.declarePlatforms {"kind":"cluster","context":"locked"}
      asks for the builders
      progress: Checking the platforms of the clusters
      asks: locked
      warning: The platforms of the selected clusters are unknown. No permission to list the nodes of locked.
        [Declare Platforms…] [Choose Platforms…]
      > Choose Platforms…
      command: multiarch.selectPlatforms
    `);
  });

  it('is cancelled while it asks the clusters', async () => {
    person(cancel('Checking'));
    await run(clusterModel([prod], { refresh: ({ signal } = {}) => untilAborted(signal) }), [dockerfile]);
    shows(`
      asks for the builders
      progress: Checking the platforms of the clusters
      > Cancel
    `);
  });
});

import assert from 'node:assert/strict';
import { startCluster, type Cluster } from '../bed/cluster/cluster.ts';
import { startClusters, type Clusters } from '../bed/cluster/clusters.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, reasons, summary, temporaryFolder } from './support.ts';

describe('the nodes of real clusters', function () {
  const ends = new Ends();
  let clusters: Clusters;
  before(async function () {
    this.timeout(1_200_000);
    clusters = await bringOrSkip(this, startClusters);
    ends.add(clusters.stop);
  });
  after(() => ends.run());
  const kubectls = [0, 1] as const;
  const ask = (kubectl: 0 | 1, context: string) =>
    clustersOf(clusters.kubeconfig, clusters.kubectls[kubectl].path).read(context);

  for (const kubectl of kubectls) {
    const which = kubectl === 0 ? 'the newest kubectl' : 'an older kubectl';

    it(`are counted by platform, and those that take no pods are told apart, with ${which}`, async () => {
      const prod = await ask(kubectl, 'prod');
      assert.deepEqual([prod.state, prod.local, summary(prod)], ['read', false, ['linux/amd64 12 of 15']]);
      assert.deepEqual(reasons(prod), ['2 cordoned', '1 notReady']);
      assert.deepEqual(summary(await ask(kubectl, 'edge')), ['linux/arm64 3 of 3']);
    });

    it(`of two architectures are all counted, with ${which}`, async () => {
      assert.deepEqual(summary(await ask(kubectl, 'mixed')), ['linux/amd64 2 of 2', 'linux/arm64 3 of 3']);
    });

    it(`that GKE taints for their architecture need a toleration, with ${which}`, async () => {
      const gke = await ask(kubectl, 'gke');
      assert.deepEqual(summary(gke), ['linux/amd64 3 of 3', 'linux/arm64 0 of 2']);
      assert.deepEqual(reasons(gke), ['2 untoleratedTaint kubernetes.io/arch=arm64:NoSchedule']);
      const tolerations = [{ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }];
      const service = clustersOf(clusters.kubeconfig, clusters.kubectls[kubectl].path);
      assert.deepEqual(summary(await service.read('gke', { tolerations })), [
        'linux/amd64 3 of 3',
        'linux/arm64 2 of 2',
      ]);
    });
  }

  it('of several clusters are asked for at once, and each context once', async () => {
    const service = clustersOf(clusters.kubeconfig, clusters.kubectls[0].path);
    const all = await Promise.all(['mixed', 'edge', 'mixed', 'prod'].map((context) => service.read(context)));
    assert.deepEqual(all.map(summary), [
      ['linux/amd64 2 of 2', 'linux/arm64 3 of 3'],
      ['linux/arm64 3 of 3'],
      ['linux/amd64 2 of 2', 'linux/arm64 3 of 3'],
      ['linux/amd64 12 of 15'],
    ]);
    const contexts = service.commands
      .filter((command) => command.some((word) => word.startsWith('--raw=') && word.includes('/nodes?')))
      .map((command) => command.find((word) => word.startsWith('--context=')));
    assert.deepEqual(contexts.sort(), ['--context=edge', '--context=mixed', '--context=prod']);
    assert.equal(service.running(), 0);
  });

  describe('that are of an unusual kind', () => {
    let cluster: Cluster;
    let kubeconfig = '';
    before(async function () {
      cluster = await bringOrSkip(this, startCluster);
      ends.add(cluster.stop);
      kubeconfig = `${await temporaryFolder(ends)}/config`;
      await writeKubeconfig(kubeconfig, [{ name: 'odd', cluster }]);
    });
    const odd = (kubectl: 0 | 1) => clustersOf(kubeconfig, clusters.kubectls[kubectl].path).read('odd');

    it('may be none at all', async () => {
      for (const kubectl of kubectls) {
        const { state, groups } = await odd(kubectl);
        assert.deepEqual([state, groups], ['read', []]);
      }
    });

    it('are control planes, Windows, virtual, or do not tell what they are', async () => {
      const silent = nodeShape({ name: 'silent', arch: 'arm64', images: 0 });
      const labels = Object.fromEntries(
        Object.entries(silent.metadata.labels).filter(([name]) => !name.endsWith('kubernetes.io/arch')),
      );
      await cluster.createNodes([
        nodeShape({
          name: 'control',
          arch: 'amd64',
          taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
        }),
        nodeShape({ name: 'worker', arch: 'amd64', taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] }),
        nodeShape({ name: 'windows', arch: 'amd64', os: 'windows' }),
        nodeShape({ name: 'virtual', arch: 'amd64', labels: { type: 'virtual-kubelet' } }),
        nodeShape({ name: 'pi', arch: 'arm' }),
        { ...silent, status: undefined as never },
        {
          ...silent,
          metadata: { ...silent.metadata, name: 'mute', labels },
          status: undefined as never,
        },
      ]);
      for (const kubectl of kubectls) {
        const known = await odd(kubectl);
        assert.deepEqual(summary(known), [
          'linux/amd64 1 of 3',
          'linux/arm/v7 1 of 1',
          'linux/arm64 0 of 1',
          'unknown 0 of 1',
          'windows/amd64 0 of 1',
        ]);
        assert.deepEqual(reasons(known).sort(), [
          '1 controlPlane',
          '1 notReady',
          '1 unknownPlatform',
          '1 virtualKubelet',
          '1 windows',
        ]);
      }
    });

    it('are counted to the last of 1,200', async () => {
      await cluster.createNodes(
        Array.from({ length: 1200 }, (_, index) => nodeShape({ name: `many-${index}`, arch: 's390x', images: 3 })),
      );
      for (const kubectl of kubectls) {
        assert.ok(summary(await odd(kubectl)).includes('linux/s390x 1200 of 1200'));
      }
    });
  });
});

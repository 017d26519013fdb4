import assert from 'node:assert/strict';
import { judgeArchitecture } from '../../src/domain/cluster/judgeArchitecture.ts';
import { clusterTargets } from '../../src/domain/cluster/chosen/clusterTargets.ts';
import type { ClusterPlatforms } from '../../src/domain/cluster/cluster.ts';
import type { ImageUse } from '../../src/domain/coverage/imageUse.ts';
import { judgeImage } from '../../src/domain/coverage/judgeImage.ts';
import { placedOn, usesOn } from '../../src/domain/coverage/placedOn.ts';
import type { InspectedImage } from '../../src/domain/image/describe.ts';
import { manifestFacts } from '../../src/domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../src/domain/sources/manifests/workspaceWorkloads.ts';
import { createWorkloads } from '../../src/services/clusters/workloads.ts';
import { startCluster, type Cluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { workloadMaker } from '../bed/cluster/workloadShapes.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, temporaryFolder } from './support.ts';
import { atOnce } from '../support/atOnce.ts';

const image: InspectedImage = {
  ref: 'registry.test/shop/web:1',
  digest: 'sha256:a',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  images: [{ platform: 'linux/amd64', digest: 'sha256:b', size: 1, attestations: [] }],
  other: [],
};
const deployment = (name: string, pod: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: image.ref }], ...pod } },
  },
});
const pinned = deployment('pinned', { nodeSelector: { 'kubernetes.io/arch': 'amd64' } });
const free = deployment('free', {});
const tolerant = deployment('tolerant', { tolerations: [{ key: 'gpu', operator: 'Exists' }] });

describe('a real mixed cluster, judged by workload', function () {
  const ends = new Ends();
  let cluster: Cluster;
  let kubeconfig = '';
  before(async function () {
    this.timeout(1_200_000);
    cluster = await bringOrSkip(this, startCluster);
    ends.add(cluster.stop);
    kubeconfig = `${await temporaryFolder(ends)}/config`;
    await writeKubeconfig(kubeconfig, [{ name: 'mixed', cluster }]);
    const fargate = 'eks.amazonaws.com/compute-type';
    await cluster.createNodes([
      ...['a', 'b'].map((name) => nodeShape({ name, arch: 'amd64' })),
      ...['c', 'd', 'e'].map((name) => nodeShape({ name, arch: 'arm64' })),
      nodeShape({ name: 'gpu', arch: 'arm64', taints: [{ key: 'gpu', effect: 'NoSchedule' }] }),
      nodeShape({
        name: 'fargate-1',
        arch: 'amd64',
        labels: { [fargate]: 'fargate' },
        taints: [{ key: fargate, value: 'fargate', effect: 'NoSchedule' }],
      }),
    ]);
    await workloadMaker(cluster).namespace('shop');
  });
  after(() => ends.run());

  const serviceOf = (kubectl: 0 | 1) => clustersOf(kubeconfig, cluster.kubectls[kubectl].path);
  /** The workloads of manifests, read like files of a workspace. */
  const inFiles = (...objects: readonly object[]): readonly ImageUse[] =>
    atOnce(
      workspaceWorkloads(
        objects.map((object, index) => {
          const facts = manifestFacts(`${index}.yaml`, JSON.stringify(object));
          assert.ok(facts.ok);
          return facts.value;
        }),
      ),
    ).flatMap(({ image: of, kind, name, placement }) => (placement ? [{ image: of, kind, name, placement }] : []));
  const verdictOf = (known: ClusterPlatforms, uses: readonly ImageUse[]) =>
    judgeImage({
      image,
      uses,
      placedFor: (own) => [{ context: 'mixed', known: placedOn(known, usesOn('mixed', own), []) }],
      engine: { emulated: [] },
    });

  for (const kubectl of [0, 1] as const) {
    const which = kubectl === 0 ? 'the newest kubectl' : 'an older kubectl';

    it(`does not need arm64 for workloads that are pinned to amd64, with ${which}`, async () => {
      const known = await serviceOf(kubectl).read('mixed');
      const stateOf = (...objects: readonly object[]) => {
        const placed = placedOn(known, inFiles(...objects), []);
        const { state, failing } = judgeArchitecture({ host: 'linux/amd64', clusters: [placed], verified: [] });
        return [state, failing, [...clusterTargets([placed])].sort()];
      };
      assert.deepEqual(stateOf(pinned), ['matches', 0, ['linux/amd64']]);
      assert.deepEqual(stateOf(free), ['mismatch', 3, ['linux/amd64', 'linux/arm64']]);
      assert.deepEqual(stateOf(pinned, tolerant), ['mismatch', 4, ['linux/amd64', 'linux/arm64']]);
      assert.deepEqual(stateOf(), ['mismatch', 3, ['linux/amd64', 'linux/arm64']]);
    });

    it(`has two verdicts on an image for two workloads, with ${which}`, async () => {
      const verdict = verdictOf(await serviceOf(kubectl).read('mixed'), inFiles(pinned, free));
      assert.equal(verdict.coverage.state, 'partial');
      assert.deepEqual(
        verdict.uses.map(({ use, state, groups }) => [use.name, state, groups.map(({ nodes }) => nodes)]),
        [
          // Fargate's node takes both
          ['pinned', 'runs', [3]],
          ['free', 'partial', [3, 3]],
        ],
      );
    });

    it(`judges by the workloads that it runs, with ${which}`, async () => {
      if (kubectl === 0) {
        for (const object of [pinned, tolerant]) {
          const { status, body } = await cluster.ask('POST', '/apis/apps/v1/namespaces/shop/deployments', object);
          assert.equal(status, 201, body);
        }
      }
      const service = serviceOf(kubectl);
      const [known, answer] = [await service.read('mixed'), await createWorkloads(service.access).read('mixed')];
      assert.ok('workloads' in answer);
      const uses = answer.workloads.flatMap(({ kind, name, containers, placement }) =>
        placement ? containers.map((each) => ({ image: each.image, kind, name, placement, context: 'mixed' })) : [],
      );
      assert.deepEqual(
        verdictOf(known, uses).uses.map(({ use, state }) => [use.name, state]),
        [
          ['pinned', 'runs'],
          ['tolerant', 'partial'],
        ],
      );
    });
  }

  it('does not miss a platform where a webhook places pods by their images', async () => {
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'pod-placement-mutating-webhook-configuration' },
      webhooks: [
        {
          name: 'pod-placement-scheduling-gate.multiarch.openshift.io',
          clientConfig: {
            service: { name: 'pod-placement-web-hook', namespace: 'shop', path: '/add-pod-scheduling-gate' },
          },
          rules: [],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          failurePolicy: 'Ignore',
        },
      ],
    };
    const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    const { status, body } = await cluster.ask('POST', path, webhook);
    assert.equal(status, 201, body);
    for (const kubectl of [0, 1] as const) {
      const known = await serviceOf(kubectl).read('mixed');
      assert.equal(known.placedBy, 'multiarch-tuning-operator');
      assert.equal(verdictOf(known, inFiles(free)).coverage.state, 'runs');
    }
  });
});

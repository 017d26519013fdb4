import assert from 'node:assert/strict';
import type { Toleration } from '../../src/domain/cluster/cluster.ts';
import { startCluster, tokens, type Cluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, temporaryFolder } from './support.ts';

/** The part of Karpenter's definition that a server needs to store its pools (karpenter.sh/v1, NodePool). */
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'nodepools.karpenter.sh' },
  spec: {
    group: 'karpenter.sh',
    scope: 'Cluster',
    names: { kind: 'NodePool', listKind: 'NodePoolList', plural: 'nodepools', singular: 'nodepool' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

function pool(name: string, requirements: readonly object[], taints: readonly object[] = [], more: object = {}) {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: { template: { spec: { requirements, ...(taints.length > 0 && { taints }) } }, ...more },
  };
}

const arch = (operator: string, ...values: readonly string[]) => ({ key: 'kubernetes.io/arch', operator, values });

describe('pools of Karpenter that have no node yet', function () {
  const ends = new Ends();
  let cluster: Cluster;
  let kubeconfig = '';
  before(async function () {
    this.timeout(1_200_000);
    cluster = await bringOrSkip(this, startCluster);
    ends.add(cluster.stop);
    kubeconfig = `${await temporaryFolder(ends)}/config`;
    await writeKubeconfig(kubeconfig, [
      { name: 'admin', cluster },
      { name: 'reader', cluster, user: { token: tokens.reader } },
    ]);
    await cluster.createNodes([nodeShape({ name: 'system', arch: 'amd64' })]);
  });
  after(() => ends.run());
  const post = async (path: string, body: unknown) => {
    const { status, body: answer } = await cluster.ask('POST', path, body);
    assert.equal(status, 201, answer);
  };
  const poolsOf = async (context: string, kubectl: 0 | 1 = 0, tolerations: readonly Toleration[] = []) => {
    const { groups } = await clustersOf(kubeconfig, cluster.kubectls[kubectl].path).read(context, { tolerations });
    return Object.fromEntries(
      groups.map(({ platform, nodes, pools }) => [platform, [nodes, ...[...(pools ?? [])].sort()]]),
    );
  };

  it('are none where there is no Karpenter', async () => {
    assert.deepEqual(await poolsOf('admin'), { 'linux/amd64': [1] });
  });

  it('count as possible, by what they require', async () => {
    await post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
    const path = '/apis/karpenter.sh/v1/nodepools';
    for (let served = false; !served;) {
      served = (await cluster.ask('GET', path)).status === 200;
    }
    await post(path, pool('graviton', [arch('In', 'arm64')]));
    await post(
      path,
      pool('both', [
        arch('In', 'amd64', 'arm64'),
        { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] },
      ]),
    );
    await post(path, pool('gpu', [arch('In', 'arm64')], [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }]));
    await post(
      path,
      pool('windows', [arch('In', 'amd64'), { key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }]),
    );
    await post(path, pool('any', []));
    await post(path, pool('intel', [arch('NotIn', 'arm64')]));
    const family = { key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['m6g', 'c7gn'] };
    await post(path, pool('by-family', [family]));
    await post(path, pool('used-up', [], [], { limits: { cpu: '0' } }));
    const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists' }];
    for (const kubectl of [0, 1] as const) {
      const expected = {
        'linux/amd64': [1, 'any', 'both', 'intel'],
        'linux/arm64': [0, 'any', 'both', 'by-family', 'graviton'],
        'windows/amd64': [0, 'windows'],
      };
      assert.deepEqual(await poolsOf('admin', kubectl), expected);
      assert.deepEqual(await poolsOf('admin', kubectl, tolerations), {
        ...expected,
        'linux/arm64': [0, 'any', 'both', 'by-family', 'gpu', 'graviton'],
      });
    }
  });

  it('are none for a user who may list nodes and not pools', async () => {
    await post('/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      metadata: { name: 'nodes' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'get'] }],
    });
    await post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      metadata: { name: 'nodes' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'nodes' },
      subjects: [{ kind: 'User', name: 'reader', apiGroup: 'rbac.authorization.k8s.io' }],
    });
    for (const kubectl of [0, 1] as const) {
      assert.deepEqual(await poolsOf('reader', kubectl), { 'linux/amd64': [1] });
    }
  });
});

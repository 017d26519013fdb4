import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PlacedWorkload } from '../../src/domain/workload/workload.ts';
import type { NewPods, RolloutNews } from '../../src/services/clusters/rolloutWatch.ts';
import { afterwards } from '../../src/services/concurrency/timer.ts';
import { createWorkloads, type Workloads } from '../../src/services/clusters/workloads.ts';
import type { RealCluster } from '../bed/cluster/node/node.ts';
import type { Registry } from '../bed/engine/registry.ts';
import { clustersOf } from '../cluster/support.ts';
import { Ends } from '../engine/ends.ts';
import { rawRegistry } from '../engine/registryShapes.ts';
import { amd64, arm64, index, script, single, tag, type Shape } from './shapes/shape.ts';
import { bringNode, createNamespace, registryFor } from './support.ts';

const run = promisify(execFile);
const namespace = 'rollouts';
type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet';
const plural = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;
/** It fails in the same way with emulation of arm64 and without. */
const refused: Shape['push'] = script('linux/amd64', 'amd64', 'echo no first line\n');
const foreign: Shape['push'] = single('linux/arm/v7', 'arm');

describe('rollouts on a real node', function () {
  this.timeout(180_000);
  const ends = new Ends();
  let node: RealCluster;
  let registry: Registry;
  let workloads: Workloads;
  /** Does not watch whether pods stay up. */
  let impatient: Workloads;
  let kubectl = '';
  before(async function () {
    node = await bringNode(this, ends);
    registry = await registryFor(node, ends);
    kubectl = node.kubectls[0].path;
    const { access } = clustersOf(node.kubeconfig, kubectl);
    workloads = createWorkloads(access);
    impatient = createWorkloads(access, (ms, act) => afterwards(ms / 100, act));
    await createNamespace(node, namespace);
  });
  after(() => ends.run());

  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await node.ask(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as { readonly spec: { readonly template: { readonly spec: object } } };
  };
  const push = (name: string, shape: Shape['push']) => shape(rawRegistry(registry.host, name));
  const path = (kind: Kind, name: string) => `/apis/apps/v1/namespaces/${namespace}/${plural[kind]}/${name}`;

  /** Two pods of an image that runs, without a readiness probe. */
  async function running(kind: Kind, name: string): Promise<PlacedWorkload> {
    await push(name, index(amd64));
    const labels = { app: name };
    await must('POST', `/apis/apps/v1/namespaces/${namespace}/${plural[kind]}`, {
      metadata: { name },
      spec: {
        ...(kind !== 'DaemonSet' && { replicas: 2 }),
        ...(kind === 'StatefulSet' && { serviceName: name, podManagementPolicy: 'Parallel' }),
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [{ name: 'main', image: `${registry.host}/${name}:${tag}`, imagePullPolicy: 'Always' }],
          },
        },
      },
    });
    const placed: PlacedWorkload = {
      context: 'node',
      workload: { kind, name, namespace, containers: [], selector: `app=${name}` },
    };
    assert.equal((await follow(placed, {}, impatient)).end.end, 'done');
    return placed;
  }

  async function follow(placed: PlacedWorkload, pods: NewPods, by = workloads) {
    const news: RolloutNews[] = [];
    const end = await by.follow(placed, pods, (one) => news.push(one), new AbortController().signal);
    return { news: news.map(({ state }) => state), end };
  }

  /** Restarts a workload whose tag has another image now. */
  async function restart(placed: PlacedWorkload) {
    const mark = await workloads.restart(placed);
    const [followed, status] = await Promise.all([
      follow(placed, { with: mark }),
      run(kubectl, [
        'rollout',
        'status',
        `${placed.workload.kind}/${placed.workload.name}`,
        `--namespace=${namespace}`,
        `--kubeconfig=${node.kubeconfig}`,
        '--timeout=25s',
      ]).then(
        () => 'done',
        () => 'not done',
      ),
    ]);
    return { mark, ...followed, kubectlSays: status };
  }

  for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet'] as const) {
    it(`of a ${kind} fail whose program the kernel refuses, although kubectl calls them done`, async () => {
      const name = `refused-${kind.toLowerCase()}`;
      const placed = await running(kind, name);
      await push(name, refused);
      const { end, kubectlSays } = await restart(placed);
      assert.ok(end.end === 'failing', JSON.stringify(end));
      assert.deepEqual([end.trouble.kind, end.trouble.maybeScript], ['foreignProgram', true]);
      assert.ok([1, 255].includes(end.trouble.exitCode ?? 0));
      assert.equal(kubectlSays, 'done');
      assert.equal(
        await workloads.nodePlatform('node', end.pod.node ?? '', new AbortController().signal),
        'linux/amd64',
      );
    });
  }

  it('fail with the single manifest of another platform, and stand still with an index without this one', async () => {
    const placed = await running('Deployment', 'foreign');
    await push('foreign', foreign);
    const first = await restart(placed);
    assert.ok(first.end.end === 'failing');
    assert.deepEqual([first.end.trouble.kind, first.end.trouble.start], ['foreignProgram', { path: '/probe' }]);
    await push('foreign', index(arm64));
    const second = await restart(placed);
    assert.ok(second.end.end === 'failing');
    assert.equal(second.end.trouble.kind, 'noPlatform');
    assert.equal(second.kubectlSays, 'not done');
  });

  it('are undone: a Deployment heals, a StatefulSet when its failing pods are deleted', async () => {
    for (const kind of ['Deployment', 'StatefulSet'] as const) {
      const name = `undone-${kind.toLowerCase()}`;
      const placed = await running(kind, name);
      await push(`${name}-wrong`, refused);
      const object = await must('GET', path(kind, name));
      const image = `${registry.host}/${name}-wrong:${tag}`;
      const template = { spec: { ...object.spec.template.spec, containers: [{ name: 'main', image }] } };
      const metadata = { labels: { app: name }, annotations: { 'kubectl.kubernetes.io/restartedAt': 'wrong' } };
      await must('PUT', path(kind, name), { ...object, spec: { ...object.spec, template: { ...template, metadata } } });
      const wrong = await follow(placed, { with: 'wrong' });
      assert.ok(wrong.end.end === 'failing');
      await workloads.undo(placed);
      if (kind === 'StatefulSet') {
        const pods = [`${name}-0`, `${name}-1`];
        await workloads.deletePods(placed, pods);
      }
      const { end, news } = await follow(placed, { without: 'wrong' });
      assert.deepEqual([end.end, news.at(-1)], ['done', 'staying']);
    }
  });
});

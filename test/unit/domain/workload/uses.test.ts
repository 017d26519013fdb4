import assert from 'node:assert/strict';
import { isRestartable, type Pod } from '../../../../src/domain/workload/workload.ts';
import { verdictOf, usesOf, type Pushed } from '../../../../src/domain/workload/uses.ts';
import { listPods } from '../../../../src/tools/kubectl/pods.ts';
import { listWorkloads, type ListedKind } from '../../../../src/tools/kubectl/workloads.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const d = (letter: string) => `sha256:${letter.repeat(64)}`;
const pushed: Pushed = { digest: d('f'), manifests: [d('a'), d('b')] };
const repository = 'registry.example.com/shop/web';

const stdoutOf = (name: string) =>
  Buffer.from(readRecording(new URL(`../../../fixtures/kubectl/1.36.3/${name}.json`, import.meta.url)).stdout);
const kinds: readonly ListedKind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'];

function cluster() {
  const workloads = kinds.flatMap((kind) => {
    const reader = listWorkloads('kubectl', { context: 'admin' }, { kind }, 4).reader();
    reader.push(stdoutOf(`workloads-${kind.toLowerCase()}s`));
    return reader.items() ?? [];
  });
  const reader = listPods('kubectl', { context: 'admin' }, undefined, 4).reader();
  reader.push(stdoutOf('pods'));
  return { workloads, pods: reader.items() ?? [] };
}

const summary = (configs?: readonly string[]) =>
  Object.fromEntries(
    usesOf(cluster(), repository, { ...pushed, ...(configs && { configs }) }).map(({ workload, pods }) => [
      `${workload.kind} ${workload.name}`,
      pods.map(({ pod, verdict }) => `${pod.name.split('-').at(-1)} ${verdict}`),
    ]),
  );

describe('what a pod runs', () => {
  it('is read from all forms that runtimes have for it', () => {
    for (const [imageId, expected] of [
      [`docker-pullable://${repository}@${d('f')}`, 'current'],
      [`${repository}@${d('a')}`, 'current'],
      [`${repository}@${d('9')}`, 'other'],
      [`docker-pullable://${repository}@${d('9')}`, 'other'],
      [d('b'), 'current'],
      [d('c'), 'unknown'],
      [`docker://${d('c')}`, 'unknown'],
      ['c'.repeat(64), 'unknown'],
      ['', 'unknown'],
      [`${repository}@sha256:short`, 'unknown'],
      ['\u001b[31mnonsense', 'unknown'],
    ] as const) {
      assert.equal(verdictOf(imageId, pushed), expected, imageId);
    }
    const withConfigs = { ...pushed, configs: [d('c')] };
    for (const imageId of [d('c'), `docker://${d('c')}`, 'c'.repeat(64)]) {
      assert.equal(verdictOf(imageId, withConfigs), 'current', imageId);
    }
    assert.equal(verdictOf(d('8'), withConfigs), 'other');
    assert.equal(verdictOf(d('f'), undefined), 'unknown');
  });
});

describe('the workloads that use an image', () => {
  it('have their pods, each with what it runs, as an API server told it', () => {
    assert.deepEqual(summary(), {
      'Deployment canary': [],
      'Deployment web': [
        'aaaaa current',
        'bbbbb current',
        'ccccc other',
        'ddddd unknown',
        'eeeee current',
        'fffff unknown',
      ],
      'StatefulSet db': ['0 unknown'],
      'DaemonSet agent': ['x unknown'],
      'CronJob nightly': ['x current'],
      'Pod bare': ['bare unknown'],
      'Job once': ['y unknown'],
    });
    const known = summary([d('c')]);
    assert.deepEqual(
      [known['DaemonSet agent'], known['Pod bare'], known['Job once']],
      [['x current'], ['bare current'], ['y current']],
    );
  });

  it('tell their tag, a pin, and that nodes keep what they have', () => {
    const uses = usesOf(cluster(), repository, pushed);
    const of = (name: string) => {
      const use = uses.find(({ workload }) => workload.name === name);
      return [use?.references.map(({ tag, digest }) => [tag, digest?.slice(0, 8)]), use?.pinned, use?.keepsTag];
    };
    assert.deepEqual(of('canary'), [[['2.0-rc1', undefined]], false, false]);
    assert.deepEqual(of('web'), [[['1.0', undefined]], false, true]);
    assert.deepEqual(of('agent'), [[['1.0', 'sha256:f']], true, true]);
  });

  it('are none for another repository, and names without a registry are those of Docker Hub', () => {
    assert.deepEqual(usesOf(cluster(), 'registry.example.com/shop/we', pushed), []);
    const hub = usesOf(cluster(), 'docker.io/library/busybox', undefined);
    assert.deepEqual(hub.map(({ workload }) => workload.name).sort(), ['nightly', 'unrelated']);
  });

  const podOf = (more: Partial<Pod> = {}): Pod => ({
    name: 'web-1-x',
    namespace: 'shop',
    containers: [{ name: 'app', image: repository, imageId: '', ready: false, restarts: 0, ended: false }],
    leaving: false,
    ...more,
  });
  const own = (pods: readonly Pod[]) => usesOf({ workloads: [], pods }, repository, pushed);

  it('have no pods that are leaving', () => {
    assert.deepEqual(own([podOf({ leaving: true })]), []);
  });

  it('are those of any owner: of Argo, Knative, other API groups, nodes, and pods alone', () => {
    const rows = (more: Partial<Pod>) =>
      own([podOf(more)]).map(({ workload: { kind, name, selector } }) =>
        [kind, name, selector].filter((word) => word !== undefined).join(' '),
      );
    const ofSet = { kind: 'ReplicaSet', name: 'web-7f' };
    assert.deepEqual(rows({ owner: ofSet, templateHash: '7f' }), ['Deployment web']);
    assert.deepEqual(rows({ owner: ofSet, rolloutHash: '7f' }), ['Rollout web']);
    assert.deepEqual(rows({ owner: ofSet }), ['ReplicaSet web-7f']);
    assert.deepEqual(rows({ owner: { kind: 'Job', name: 'once' } }), ['Job once job-name=once']);
    assert.deepEqual(rows({ owner: { kind: 'Workflow', name: 'ci-x2', group: 'argoproj.io' } }), [
      'Workflow ci-x2 workflows.argoproj.io/workflow=ci-x2',
    ]);
    assert.deepEqual(rows({ owner: { kind: 'Job', name: 'train', group: 'batch.volcano.sh' } }), [
      'Job.batch.volcano.sh train',
    ]);
    assert.deepEqual(rows({ owner: { kind: 'Node', name: 'node-1' } }), ['Pod web-1-x']);
    assert.deepEqual(rows({}), ['Pod web-1-x']);
  });

  it('may only mount the image as a volume', () => {
    const volume = { name: 'model', image: repository, imageId: '', ready: false, restarts: 0, ended: false };
    const [use] = own([podOf({ containers: [{ ...volume, volume: true }] })]);
    assert.deepEqual(
      use?.pods.map(({ verdict, mounted }) => [verdict, mounted]),
      [['unknown', true]],
    );
  });

  it('can be restarted where kubectl can, and Knative does not revert it', () => {
    assert.equal(isRestartable({ kind: 'Deployment' }), true);
    assert.equal(isRestartable({ kind: 'Deployment', owner: { kind: 'Prometheus', name: 'a', group: 'x.io' } }), true);
    const revision = { kind: 'Revision', name: 'web-00001', group: 'serving.knative.dev' };
    assert.equal(isRestartable({ kind: 'Deployment', owner: revision }), false);
    for (const kind of ['Rollout', 'Workflow', 'ReplicaSet', 'StatefulSet.apps.kruise.io', 'Pod', 'Job']) {
      assert.equal(isRestartable({ kind }), false, kind);
    }
  });
});

import assert from 'node:assert/strict';
import type { Pod } from '../../../../src/domain/workload/workload.ts';
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

  it('have no pods that are leaving, and none of a ReplicaSet that is no Deployment’s', () => {
    const pod: Pod = {
      name: 'web-1-x',
      namespace: 'shop',
      owner: { kind: 'ReplicaSet', name: 'rollout-7f' },
      containers: [{ name: 'app', image: repository, imageId: '', init: false, ready: false, ended: false }],
      leaving: false,
    };
    const own = (pods: readonly Pod[]) =>
      usesOf({ workloads: [], pods }, repository, pushed).map(({ workload }) => `${workload.kind} ${workload.name}`);
    assert.deepEqual(own([pod]), ['Pod web-1-x']);
    assert.deepEqual(own([{ ...pod, leaving: true }]), []);
  });
});

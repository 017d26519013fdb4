import assert from 'node:assert/strict';
import { listNodes } from '../../../../src/tools/kubectl/nodes.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recording = (version: string, name: string) =>
  readRecording(new URL(`../../../fixtures/kubectl/${version}/${name}.json`, import.meta.url));

function read(stdout: string, size = stdout.length) {
  const reader = listNodes('kubectl', { context: 'admin' }, 4).reader();
  const bytes = Buffer.from(stdout);
  for (let start = 0; start < bytes.length; start += size) {
    reader.push(bytes.subarray(start, start + size));
  }
  return reader.items();
}

describe('the nodes of a cluster', () => {
  it('are asked for as was recorded, the name of the context being no option', () => {
    const { args, file } = listNodes('/bin/kubectl', { context: 'admin', server: 'https://192.0.2.1:6443/' }, 4);
    assert.equal(file, '/bin/kubectl');
    assert.deepEqual(args, recording('1.36.3', 'nodes').args);
    assert.ok(listNodes('kubectl', { context: '--kubeconfig=x' }, 4).args.includes('--context=--kubeconfig=x'));
  });

  it('are asked for below the path of the server by every kubectl', () => {
    const server = 'http://192.0.2.1:6443/unavailable/';
    const { args } = listNodes('kubectl', { context: 'unavailable', server }, 4);
    assert.deepEqual(args, recording('1.32.3', 'unavailable').args);
    for (const odd of ['https://me:secret@192.0.2.1/k8s', 'nonsense', 'file:///k8s']) {
      assert.equal(listNodes('kubectl', { context: 'a', server: odd }, 4).args.length, 4, odd);
    }
  });

  for (const version of ['1.36.3', '1.32.3']) {
    it(`are read from the answer, in pieces of any size (kubectl ${version})`, () => {
      const { stdout } = recording(version, 'nodes');
      const nodes = read(stdout) ?? [];
      assert.deepEqual(
        nodes.map(({ name, platform }) => [name, platform]),
        [
          ['amd-1', 'linux/amd64'],
          ['arm-1', 'linux/arm64'],
          ['bare-1', undefined],
          ['control-1', 'linux/arm64'],
          ['cordoned-1', 'linux/amd64'],
          ['labelled-1', 'linux/arm64'],
          ['lost-1', 'linux/arm64'],
          ['not-ready-1', 'linux/amd64'],
          ['pi-1', 'linux/arm/v7'],
          ['virtual-1', 'linux/amd64'],
          ['windows-1', 'windows/amd64'],
        ],
      );
      const named = (which: 'ready' | 'unschedulable' | 'virtual') =>
        nodes.filter((node) => node[which]).map(({ name }) => name);
      assert.deepEqual(named('virtual'), ['virtual-1']);
      assert.deepEqual(named('unschedulable'), ['cordoned-1']);
      assert.deepEqual(named('ready'), [
        ...['amd-1', 'arm-1', 'control-1', 'cordoned-1', 'pi-1', 'virtual-1', 'windows-1'],
      ]);
      assert.deepEqual(nodes[1]?.taints, [{ key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' }]);
      assert.deepEqual(nodes[3]?.taints, [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]);
      assert.deepEqual(read(stdout, 7), nodes);
      assert.deepEqual(read(recording(version, 'nodes-none').stdout), []);
    });
  }

  it('are not there before their list has ended, nor in another list', () => {
    const { stdout } = recording('1.36.3', 'cut');
    assert.ok(stdout.length > 1000);
    assert.equal(read(stdout), undefined);
    assert.equal(read(''), undefined);
    assert.equal(read('{"kind":"PodList","items":[{"metadata":{"name":"a"}}]}'), undefined);
    assert.throws(() => read(recording('1.36.3', 'portal').stdout));
  });

  it('may be anything', () => {
    const odd = '{"kind":"NodeList","items":[7,null,[],{"metadata":7,"spec":{"taints":[7,{"key":1}]},"status":[]}]}';
    assert.equal(read(odd)?.length, 1);
    assert.deepEqual(
      read('{"kind":"NodeList","items":[{"kind":"x"},{}]}')?.map(({ name }) => name),
      ['', ''],
    );
  });

  it('pull images for related processors with containerd before 2.1', () => {
    const versions = [
      'containerd://1.7.24',
      'containerd://2.0.5',
      'containerd://2.1.9',
      'containerd://2.10.0',
      'cri-o://1.34.0',
      'x',
    ];
    const nodes = versions.map((containerRuntimeVersion) => ({ status: { nodeInfo: { containerRuntimeVersion } } }));
    const related = read(JSON.stringify({ kind: 'NodeList', items: nodes }))?.map(({ pullsRelated }) => pullsRelated);
    assert.deepEqual(related, [true, true, undefined, undefined, undefined, undefined]);
  });

  it('have no platform where they say one that is none', () => {
    const nodes = ['amd64,linux/arm64', 'x y', 'a/b/c', '$(id)', '..'].map((architecture) => ({
      metadata: { name: 'n' },
      status: { nodeInfo: { operatingSystem: 'linux', architecture } },
    }));
    assert.deepEqual(
      read(JSON.stringify({ kind: 'NodeList', items: nodes }))?.map(({ platform }) => platform),
      nodes.map(() => undefined),
    );
  });
});

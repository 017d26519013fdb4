import assert from 'node:assert/strict';
import { rolloutState } from '../../../../src/domain/workload/rollout.ts';
import type { ListCall } from '../../../../src/tools/kubectl/lists/listReader.ts';
import { nodePlatform } from '../../../../src/tools/kubectl/nodes.ts';
import { listPods, readPod } from '../../../../src/tools/kubectl/pods.ts';
import {
  deletePods,
  describePod,
  lastWords,
  podLogs,
  restartWorkload,
  undoRollout,
} from '../../../../src/tools/kubectl/rollout.ts';
import { watchObjects } from '../../../../src/tools/kubectl/watch.ts';
import { listWorkloads } from '../../../../src/tools/kubectl/workloads.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recording = (version: string, name: string) =>
  readRecording(new URL(`../../../fixtures/kubectl/${version}/${name}.json`, import.meta.url));
const admin = { context: 'admin' };
const versions = ['1.36.3', '1.32.3'];

function read<T>(call: ListCall<T>, stdout: string, size = stdout.length): readonly T[] | undefined {
  const reader = call.reader();
  const bytes = Buffer.from(stdout);
  for (let start = 0; start < bytes.length; start += size) {
    reader.push(bytes.subarray(start, start + size));
  }
  return reader.items();
}

describe('the workloads of a cluster', () => {
  for (const version of versions) {
    it(`are asked for and read as recorded (kubectl ${version})`, () => {
      const of = (kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob') => {
        const { args, stdout } = recording(version, `workloads-${kind.toLowerCase()}s`);
        const call = listWorkloads('kubectl', admin, { kind }, 4);
        assert.deepEqual(call.args, args);
        const found = read(call, stdout);
        assert.deepEqual(read(call, stdout, 7), found);
        return found?.map(({ namespace, name, containers, selector, onDelete }) => [
          `${namespace}/${name}`,
          containers.map(({ image, pullPolicy }) => `${image} ${pullPolicy}`),
          selector,
          ...(onDelete ? ['on delete'] : []),
        ]);
      };
      const web = 'registry.example.com/shop/web';
      assert.deepEqual(of('Deployment'), [
        ['shop/canary', [`${web}:2.0-rc1 Always`], 'app.kubernetes.io/name=canary'],
        ['shop/paused', ['registry.example.com/other/app:1 IfNotPresent'], 'app.kubernetes.io/name=paused'],
        ['shop/web', [`${web}:1.0 IfNotPresent`], 'app.kubernetes.io/name=web'],
      ]);
      assert.deepEqual(of('StatefulSet'), [
        [
          'tools/db',
          [`${web}:1.0 IfNotPresent`],
          'app.kubernetes.io/name=db,tier notin (a,b),app.kubernetes.io/name',
          'on delete',
        ],
      ]);
      assert.deepEqual(of('DaemonSet'), [
        ['tools/agent', [`${web}:1.0@sha256:${'f'.repeat(64)} IfNotPresent`], 'app.kubernetes.io/name=agent'],
      ]);
      assert.deepEqual(of('CronJob'), [['tools/nightly', [`${web}:1.0 IfNotPresent`, 'busybox Always'], undefined]]);
    });

    it(`have pods that tell what they run and what is wrong (kubectl ${version})`, () => {
      const { args, stdout } = recording(version, 'pods');
      const call = listPods('kubectl', admin, undefined, 4);
      assert.deepEqual(call.args, args);
      const pods = read(call, stdout) ?? [];
      assert.equal(pods.length, 12);
      const named = (name: string) => pods.find((pod) => pod.name === name);
      const first = named('web-6d4f9c-aaaaa');
      assert.deepEqual(first?.owner, { kind: 'ReplicaSet', name: 'web-6d4f9c' });
      assert.equal(first.templateHash, '6d4f9c');
      assert.match(first.containers[0]?.imageId ?? '', /^docker-pullable:/);
      const crashed = named('web-6d4f9c-eeeee')?.containers[0];
      assert.deepEqual([crashed?.waiting?.reason, crashed?.terminated?.exitCode], ['CrashLoopBackOff', 128]);
      assert.match(named('web-6d4f9c-fffff')?.unschedulable ?? '', /0\/3 nodes/);
      assert.equal(named('nightly-29400000-x')?.containers[0]?.ended, true);
    });

    it(`are restarted, and their new pods are known by a mark (kubectl ${version})`, () => {
      const { args, stdout } = recording(version, 'restart');
      const object = { kind: 'Deployment', name: 'web', namespace: 'shop', context: 'admin' } as const;
      const command = restartWorkload('kubectl', object, 4);
      assert.deepEqual(command.args, args);
      assert.match(command.parse({ stdout, stderr: '', exitCode: 0 }) ?? '', /^2026-/);
      assert.deepEqual(
        podLogs('kubectl', object, 'app.kubernetes.io/name=web', 200).args,
        recording(version, 'logs').args,
      );
      const bare = { kind: 'Pod', name: 'bare', namespace: 'tools', context: 'admin' } as const;
      assert.deepEqual(podLogs('kubectl', bare, undefined, 200).args, recording(version, 'logs-pod').args);
    });

    it(`are watched, an event a line, in pieces of any size (kubectl ${version})`, () => {
      const { args, stdout } = recording(version, 'watch-deployment');
      const path = '/apis/apps/v1/namespaces/shop/deployments';
      const call = watchObjects('kubectl', admin, path, { fieldSelector: 'metadata.name=web' }, 3);
      assert.deepEqual(call.args, args);
      for (const size of [11, stdout.length]) {
        const push = call.reader();
        const bytes = Buffer.from(stdout);
        const events = Array.from({ length: Math.ceil(bytes.length / size) }, (_, piece) =>
          push(bytes.subarray(piece * size, (piece + 1) * size)),
        ).flat();
        assert.deepEqual(
          events.map(({ type, object }) => [type, rolloutState('Deployment', object)]),
          [
            ['ADDED', { state: 'going', wanted: 3, renewed: 0, ready: 0 }],
            ['MODIFIED', { state: 'going', wanted: 3, renewed: 1, ready: 1 }],
            ['MODIFIED', { state: 'done', wanted: 3 }],
          ],
        );
      }
      const pods = recording(version, 'watch-pods');
      const labelSelector = 'app.kubernetes.io/name=agent';
      const watch = watchObjects('kubectl', admin, '/api/v1/namespaces/tools/pods', { labelSelector }, 1);
      assert.deepEqual(watch.args, pods.args);
      assert.deepEqual(
        watch
          .reader()(Buffer.from(pods.stdout))
          .map(({ type }) => type),
        ['ADDED'],
      );
    });
  }

  it('cannot become options, whatever the server calls them', () => {
    const listed = (metadata: unknown, spec: unknown = {}) =>
      read(
        listWorkloads('kubectl', admin, { kind: 'Deployment' }, 4),
        JSON.stringify({ kind: 'DeploymentList', items: [{ metadata, spec }] }),
      );
    for (const name of ['--kubeconfig=x', '-n', 'a b', 'a/b', 'A', 'x'.repeat(254), '', 7, '../x', 'a\nb']) {
      assert.deepEqual(listed({ name, namespace: 'shop' }), [], String(name));
      assert.deepEqual(listed({ name: 'web', namespace: name }), [], String(name));
    }
    const selector = (matchLabels: unknown) =>
      listed({ name: 'web', namespace: 'shop' }, { selector: { matchLabels } })?.[0]?.selector;
    assert.equal(selector({ app: 'web' }), 'app=web');
    assert.equal(selector({ app: 'web,other=x' }), undefined);
    assert.equal(selector({ '--all': 'x' }), undefined);
    assert.equal(selector({}), undefined);
    const ownerOf = (name: string) =>
      read(
        listPods('kubectl', admin, undefined, 4),
        JSON.stringify({
          kind: 'PodList',
          items: [
            { metadata: { name: 'a', namespace: 'b', ownerReferences: [{ controller: true, kind: 'Job', name }] } },
          ],
        }),
      )?.[0]?.owner?.name;
    assert.deepEqual([ownerOf('nightly-1'), ownerOf('x,app=other')], ['nightly-1', undefined]);
    const ownedBy = (owner: object) =>
      readPod({
        metadata: { name: 'a', namespace: 'b', ownerReferences: [{ controller: true, name: 'x', ...owner }] },
      })[0]?.owner;
    assert.deepEqual(ownedBy({ kind: 'Job', apiVersion: 'batch/v1' }), { kind: 'Job', name: 'x' });
    assert.deepEqual(ownedBy({ kind: 'Workflow', apiVersion: 'argoproj.io/v1alpha1' }), {
      kind: 'Workflow',
      name: 'x',
      group: 'argoproj.io',
    });
    for (const kind of ['--all', 'a/b', 'pod x', '', 'K'.repeat(64), 7]) {
      assert.equal(ownedBy({ kind, apiVersion: 'x.io/v1' }), undefined, String(kind));
    }
    assert.equal(ownedBy({ kind: 'Job', apiVersion: '-x/v1' }), undefined);
    const pod = { kind: 'Pod', name: 'web-1', namespace: 'shop', context: '--token=x' } as const;
    const { args } = lastWords('kubectl', pod, { container: '--follow', previous: false }, 4);
    assert.ok(args.includes('--container=--follow') && args.includes('--context=--token=x'));
    assert.ok(!args.includes('--previous'));
    assert.ok(lastWords('kubectl', pod, { container: 'a', previous: true }, 4).args.includes('--previous'));
    const { args: undo } = undoRollout('kubectl', { ...pod, kind: 'StatefulSet' }, 4);
    assert.deepEqual(undo, [
      'rollout',
      'undo',
      'statefulset/web-1',
      '--namespace=shop',
      '--context=--token=x',
      '--request-timeout=4s',
    ]);
    const describe = describePod('kubectl', pod, 4);
    assert.deepEqual(describe.args, [
      'describe',
      'pod/web-1',
      '--namespace=shop',
      '--context=--token=x',
      '--request-timeout=4s',
    ]);
    assert.deepEqual(deletePods('kubectl', pod, ['web-0', 'web-1'], 4).args, [
      'delete',
      'pod/web-0',
      'pod/web-1',
      '--namespace=shop',
      '--context=--token=x',
      '--ignore-not-found',
      '--wait=false',
      '--request-timeout=4s',
    ]);
  });

  it('have pods whose place is read: node, gates, required architectures, and why a kubelet rejected them', () => {
    const of = (object: { metadata?: object; spec?: unknown; status?: unknown }) =>
      readPod({ ...object, metadata: { name: 'a', namespace: 'b', ...object.metadata } })[0];
    assert.deepEqual(
      [of({ spec: { nodeName: 'node-1' } })?.node, of({ spec: { nodeName: '../x' } })?.node],
      ['node-1', undefined],
    );
    const gated = of({
      metadata: {
        labels: { 'multiarch.openshift.io/image-inspect-error': '' },
        annotations: { 'multiarch.openshift.io/image-inspect-error': 'unauthorized: authentication required' },
      },
      spec: { schedulingGates: [{ name: 'multiarch.openshift.io/scheduling-gate' }, { name: 7 }, 8] },
    });
    assert.deepEqual([gated?.gates, gated?.tuning], [['multiarch.openshift.io/scheduling-gate'], 'inspectionFailed']);
    assert.equal(gated?.inspectionError, 'unauthorized: authentication required');
    const lacking = of({ metadata: { labels: { 'multiarch.openshift.io/no-supported-arch': '' } } });
    assert.equal(lacking?.tuning, 'noSupportedArchitecture');
    const refused = (value: string) =>
      of({ metadata: { labels: { 'multiarch.openshift.io/exec-format-error': value } } });
    assert.deepEqual([refused('true')?.refusedProgram, refused('false')?.refusedProgram], [true, undefined]);
    const arch = (spec: object) => of({ spec })?.architectures;
    const terms = (...all: readonly (readonly [operator: string, ...values: readonly string[]])[]) => ({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: all.map(([operator, ...values]) => ({
              matchExpressions: [{ key: 'kubernetes.io/arch', operator, values }],
            })),
          },
        },
      },
    });
    assert.deepEqual(arch({ nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' }, ...terms(['In', 'amd64']) }), [
      'arm64',
    ]);
    assert.deepEqual(arch(terms(['In', 'amd64', 'arm64'], ['In', 'arm64'])), ['amd64', 'arm64']);
    assert.equal(arch(terms(['In', 'amd64'], ['Exists'])), undefined);
    assert.equal(arch(terms(['NotIn', 'amd64'])), undefined);
    assert.equal(arch({ nodeSelector: 7, affinity: [] }), undefined);
    const failed = (reason: string) =>
      of({ status: { phase: 'Failed', reason, message: 'Pod was rejected' } })?.rejected;
    assert.deepEqual(failed('PodOSNotSupported'), { reason: 'PodOSNotSupported', message: 'Pod was rejected' });
    assert.equal(failed('Evicted'), undefined);
  });

  it('have very many containers without a search for each; of statuses with the same name, the first counts', () => {
    let looks = 0;
    const names = Array.from({ length: 1000 }, (_, at) => `c${at}`);
    const statuses = names.map((name, restartCount) => ({
      get name() {
        looks++;
        return name;
      },
      restartCount,
    }));
    const [pod] = readPod({
      metadata: { name: 'a', namespace: 'b' },
      spec: { containers: names.map((name) => ({ name, image: 'i' })) },
      status: { containerStatuses: [...statuses, { name: 'c7', restartCount: 0 }] },
    });
    assert.deepEqual(
      pod?.containers.map(({ restarts }) => restarts),
      names.map((_, at) => at),
    );
    assert.ok(looks <= 5 * names.length, `${looks} names were read`);
  });

  it('have containers with a role, and image volumes among them', () => {
    const [pod] = readPod({
      metadata: { name: 'a', namespace: 'b' },
      spec: {
        initContainers: [
          { name: 'setup', image: 'i' },
          { name: 'proxy', image: 'p', restartPolicy: 'Always' },
        ],
        containers: [{ name: 'app', image: 'x', volume: true }],
        volumes: [
          { name: 'model', image: { reference: 'm', pullPolicy: 'Always' } },
          { name: 'data', emptyDir: {} },
        ],
      },
      status: {
        containerStatuses: [
          { name: 'app', restartCount: 3, state: { running: { startedAt: 't' } } },
          { name: 'model', restartCount: 9 },
        ],
      },
    });
    assert.deepEqual(
      pod?.containers.map(({ name, image, role, volume, restarts, runningSince }) => [
        name,
        image,
        role,
        volume,
        restarts,
        runningSince,
      ]),
      [
        ['setup', 'i', 'init', undefined, 0, undefined],
        ['proxy', 'p', 'sidecar', undefined, 0, undefined],
        ['app', 'x', undefined, undefined, 3, 't'],
        ['model', 'm', undefined, true, 0, undefined],
      ],
    );
  });

  it('run on nodes whose platform is asked for one by one', () => {
    const command = nodePlatform('kubectl', admin, 'node-1', 4);
    assert.ok(command.args.includes('--raw=/api/v1/nodes/node-1'));
    const parse = (stdout: string) => command.parse({ stdout, stderr: '', exitCode: 0 });
    const info = { operatingSystem: 'linux', architecture: 'arm64' };
    assert.equal(parse(JSON.stringify({ status: { nodeInfo: info } })), 'linux/arm64');
    assert.equal(parse('{}'), undefined);
    assert.equal(parse('nonsense'), undefined);
  });

  it('may be anything', () => {
    const odd =
      '{"kind":"PodList","items":[7,null,{"metadata":{"name":"a","namespace":"b"},"spec":[],"status":{"containerStatuses":[7]}}]}';
    assert.deepEqual(read(listPods('kubectl', admin, 'b', 4), odd), [
      { name: 'a', namespace: 'b', containers: [], leaving: false },
    ]);
    assert.equal(read(listPods('kubectl', admin, 'b', 4), '{"kind":"NodeList","items":[]}'), undefined);
    const push = watchObjects('kubectl', admin, '/x', {}, 1).reader();
    assert.deepEqual(push(Buffer.from('\n{"type":"BOOKMARK","object":{}}\n7\n')), []);
    assert.throws(() => push(Buffer.from('nonsense\n')));
  });
});

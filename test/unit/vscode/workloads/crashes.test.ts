import assert from 'node:assert/strict';
import { safeText } from '../../../../src/domain/safeText.ts';
import type { ClusterPlatforms, NodeGroup } from '../../../../src/domain/cluster/cluster.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';
import type { Pod, PodContainer } from '../../../../src/domain/workload/workload.ts';
import { createCrashes, type CrashesDeps } from '../../../../src/vscode/workloads/crashes.ts';
import { createCrashLearning } from '../../../../src/vscode/workloads/learnCrashes.ts';
import type { WorkloadElement } from '../../../../src/vscode/workloads/view/elements.ts';
import { group } from '../../../support/sampleClusters.ts';
import { digestFor, inspected } from '../../../support/sampleImages.ts';
import { podOf, workload } from '../../../support/sampleWorkloads.ts';
import { untilAborted } from '../../../support/stub.ts';

const id = 'r.io/app:1';
const image = inspected(id, ['linux/amd64', 'linux/arm64']);

/** A pod that crashes, in this run of its container. */
const crashed = (name: string, run = 'run-1', more: Partial<PodContainer> = {}): Pod => {
  const pod = podOf(name, image.digest);
  const terminated = { reason: 'Error', message: '', exitCode: 1, id: run };
  const containers = pod.containers.map((each) => ({
    ...each,
    ready: false,
    restarts: 1,
    terminated,
    ended: true,
    ...more,
  }));
  return { ...pod, containers, node: 'node-1' };
};

const known = (...groups: readonly NodeGroup[]): ClusterPlatforms => ({
  context: 'dev',
  state: 'read',
  local: false,
  groups,
});

interface Wish extends Partial<CrashesDeps> {
  readonly words?: CrashesDeps['workloads']['words'];
  readonly platform?: string | undefined;
}

function room({ words, platform = 'linux/arm64', ...deps }: Wish = {}) {
  const asked: string[] = [];
  const crashes = createCrashes({
    workloads: {
      words: (context, pod, container, signal) => {
        asked.push(`log ${context} ${pod.name} ${container}`);
        return words?.(context, pod, container, signal) ?? Promise.resolve('exec /entry.sh: exec format error');
      },
      nodePlatform: (context, node) => {
        asked.push(`node ${context} ${node}`);
        return Promise.resolve(platform === '' ? undefined : platform);
      },
    },
    imageOf: () => ({ image, configs: undefined }),
    insideOf: () => undefined,
    clusterOf: () => undefined,
    emulated: () => [],
    ...deps,
  });
  const judge = (pod: Pod) => {
    const { kind, cause } = crashes.judge(id, 'dev', pod) ?? {};
    return [kind, cause?.cause].filter((word) => word !== undefined).join(' ');
  };
  return { crashes, asked, judge };
}

describe('why pods crash', () => {
  it('is read once for each run of a container, with the platform of its node', async () => {
    const { crashes, asked, judge } = room();
    const pod = crashed('a');
    assert.equal(judge(pod), 'crashes');
    assert.equal(await crashes.learn('dev', [pod]), true);
    assert.equal(judge(pod), 'foreignProgram labelled');
    assert.equal(await crashes.learn('dev', [pod]), false);
    assert.deepEqual(asked, ['log dev web-h-a app', 'node dev node-1']);
    const later = crashed('a', 'run-2');
    assert.equal(judge(later), 'crashes');
    assert.equal(await crashes.learn('dev', [later]), true);
    assert.deepEqual(asked.slice(2), ['log dev web-h-a app']);
  });

  it('is the platform of the image that the pod runs: a manifest for another node', async () => {
    const { crashes, judge } = room();
    const child = crashed('a', 'run', { imageId: `r.io/app@${digestFor('linux/amd64')}` });
    await crashes.learn('dev', [child]);
    assert.equal(judge(child), 'foreignProgram foreign');
    const earlier = crashed('b', 'run', { imageId: `r.io/app@${digestFor('linux/s390x')}` });
    await crashes.learn('dev', [earlier]);
    assert.equal(judge(earlier), 'foreignProgram either');
  });

  it('is either where the platform of the node is not told, and needs no question where all nodes have the same', async () => {
    const silent = room({ platform: '' });
    const pod = crashed('a');
    await silent.crashes.learn('dev', [pod]);
    assert.equal(silent.judge(pod), 'foreignProgram either');
    await silent.crashes.learn('dev', [pod, crashed('b')]);
    assert.equal(silent.asked.filter((each) => each.startsWith('node')).length, 1);
    const same = room({ clusterOf: () => known(group('linux/arm64', 3)) });
    await same.crashes.learn('dev', [pod]);
    assert.equal(same.judge(pod), 'foreignProgram labelled');
    assert.deepEqual(same.asked, ['log dev web-h-a app']);
  });

  it('is either in a local cluster with an emulator for the image, or of nodes with several platforms', async () => {
    const child = crashed('a', 'run', { imageId: `r.io/app@${digestFor('linux/amd64')}` });
    for (const [local, cause] of [
      [true, 'either'],
      [false, 'foreign'],
    ] as const) {
      const mixed = { ...known(group('linux/arm64', 1), group('linux/amd64', 1)), local };
      const { crashes, judge, asked } = room({ clusterOf: () => mixed, emulated: () => ['linux/amd64'] });
      await crashes.learn('dev', [child]);
      assert.equal(judge(child), `foreignProgram ${cause}`);
      assert.ok(asked.includes('node dev node-1'));
    }
  });

  it('is what the image contains, if that was checked', async () => {
    const inside: Inside = { state: 'noFirstLine', program: '/entry.sh' };
    const { crashes, judge } = room({
      insideOf: (digest) => (digest === digestFor('linux/arm64') ? inside : undefined),
    });
    await crashes.learn('dev', [crashed('a')]);
    assert.equal(judge(crashed('a')), 'foreignProgram script');
  });

  it('asks nothing about pods that run, and about others no more than ten at a time', async () => {
    const { crashes, asked } = room();
    assert.equal(await crashes.learn('dev', [podOf('fine', image.digest)]), false);
    assert.equal(asked.length, 0);
    await crashes.learn(
      'dev',
      Array.from({ length: 30 }, (_, index) => crashed(String(index))),
    );
    assert.equal(asked.filter((each) => each.startsWith('log')).length, 10);
  });

  it('is not asked for again after silence, until the cluster was queried again', async () => {
    const { crashes, asked } = room({ words: () => Promise.resolve('') });
    assert.equal(await crashes.learn('dev', [crashed('a')]), false);
    await crashes.learn('dev', [crashed('a')]);
    assert.equal(asked.length, 1);
    crashes.forget('dev');
    await crashes.learn('dev', [crashed('a')]);
    assert.equal(asked.length, 2);
  });

  it('is no longer read after a new query or the end of the view, silently', async () => {
    for (const end of ['forget', 'dispose'] as const) {
      const { crashes, asked } = room({ words: (_context, _pod, _container, signal) => untilAborted(signal) });
      const learning = crashes.learn('dev', [crashed('a'), crashed('b')]);
      crashes[end]('dev');
      assert.equal(await learning, false);
      assert.equal(asked.length, 1);
    }
  });

  it('is explained for trouble of a rollout, whose log was read before', async () => {
    const { crashes, asked } = room();
    const pod = crashed('a', 'run', { imageId: `r.io/app@${digestFor('linux/amd64')}` });
    const trouble = { kind: 'foreignProgram', reason: 'Error', message: '', container: 'app', again: true } as const;
    const { signal } = new AbortController();
    const start = { path: '/entry.sh' };
    assert.deepEqual((await crashes.explain(id, 'dev', pod, { ...trouble, start }, signal)).cause, {
      cause: 'foreign',
      image: ['linux/amd64'],
      node: 'linux/arm64',
    });
    assert.equal((await crashes.explain(id, 'dev', pod, trouble, signal)).cause, undefined);
    assert.deepEqual(asked, ['node dev node-1']);
  });
});

describe('the rows of workloads', () => {
  it('have one pod of each read, and all of a workload when it is expanded; they change only if there is something new', async () => {
    const { crashes, asked } = room();
    const changed: string[] = [];
    const learning = createCrashLearning(crashes, (image) => changed.push(image));
    const pods = [podOf('fine', image.digest), crashed('a'), crashed('b')].map(
      (pod) => ({ pod, verdict: 'current' }) as const,
    );
    const use = { workload: workload(), references: [], pinned: false, keepsTag: false, pods };
    const row: WorkloadElement = {
      kind: 'workload',
      id,
      context: 'dev',
      use,
      troubles: [],
      severalContexts: false,
      withoutPods: false,
    };
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    learning.clusters(id, [row, { kind: 'message', text: safeText('x') }]);
    await settled();
    assert.deepEqual([asked, changed], [['log dev web-h-a app', 'node dev node-1'], [id]]);
    learning.workload(row);
    await settled();
    assert.deepEqual([asked.slice(2), changed], [['log dev web-h-b app'], [id, id]]);
    learning.workload(row);
    await settled();
    assert.equal(changed.length, 2);
  });
});

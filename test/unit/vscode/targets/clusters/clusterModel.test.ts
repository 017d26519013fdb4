import assert from 'node:assert/strict';
import type { ClusterPlatforms } from '../../../../../src/domain/cluster/cluster.ts';
import type { KubeContexts } from '../../../../../src/services/clusters/contexts.ts';
import type { ReadOptions } from '../../../../../src/services/clusters/reader.ts';
import type { DiagnosisCode } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { createClusterAnswers } from '../../../../../src/vscode/targets/clusters/clusterAnswers.ts';
import { createClusterModel } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import { createWorkloadUses } from '../../../../../src/vscode/targets/clusters/workloadUses.ts';
import { createPlacedClusters } from '../../../../../src/vscode/targets/clusters/placedClusters.ts';
import type { ImageUse } from '../../../../../src/domain/coverage/imageUse.ts';
import { clusterOf, workload } from '../../../../support/sampleClusters.ts';
import { noUses, type WorkspaceUses } from '../../../../../src/domain/coverage/storedUses.ts';
import { memento } from '../../../../support/vscode/memento.ts';

const answer = (context: string, platform = 'linux/amd64', eligible = 2): ClusterPlatforms => ({
  context,
  state: 'read',
  local: false,
  groups: [{ platform, nodes: eligible, eligible, taints: [], ineligible: [] }],
});

const tolerant: WorkspaceUses = { uses: [], tolerations: [{ key: 'arch', operator: 'Exists' }], built: [] };

function setUp({ state = memento(), chosen = [] as readonly string[], isTrusted = true, inFiles = tolerant } = {}) {
  const reads: {
    readonly context: string;
    readonly options: ReadOptions | undefined;
    readonly answer: (known: ClusterPlatforms) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const contexts: { now: KubeContexts; readonly read: () => number } = {
    now: { contexts: [{ name: 'prod' }, { name: 'dev' }], files: ['/home/me/.kube/config'], problems: [] },
    read: () => contextReads,
  };
  let contextReads = 0;
  const uses = createWorkloadUses({ state, find: () => Promise.resolve(inFiles), pushed: () => [] });
  let fileChanged: (() => void) | undefined;
  const model = createClusterModel({
    clusters: {
      contexts: () => {
        contextReads++;
        return Promise.resolve(contexts.now);
      },
      read: (context, options) =>
        new Promise((resolve, fail) => {
          reads.push({ context, options, answer: resolve, fail });
        }),
    },
    choice: {
      get contexts() {
        return chosen;
      },
      bySetting: false,
      choose: (wanted) => {
        chosen = wanted;
        return Promise.resolve();
      },
    },
    answers: createClusterAnswers(state),
    uses,
    declared: () => ({ dev: ['linux/arm64'] }),
    isTrusted: () => isTrusted,
    watch: (_, changed) => {
      fileChanged = changed;
      return { dispose: () => undefined };
    },
    now: () => 1000,
  });
  return { model, reads, contexts, state, changeFile: () => fileChanged?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the clusters of a workspace', () => {
  it('are not asked, nor their files read, before one is chosen', async () => {
    const { model, reads, contexts } = setUp();
    await model.readContexts();
    assert.deepEqual(await model.refresh(), []);
    assert.equal(contexts.read() + reads.length, 0);
  });

  it('are asked when they are chosen, with what the workspace says', async () => {
    const { model, reads } = setUp();
    await model.choose(['prod']);
    assert.equal(model.chosen[0]?.asking, true);
    await settled();
    assert.equal(reads[0]?.context, 'prod');
    assert.deepEqual(reads[0].options?.tolerations, [{ key: 'arch', operator: 'Exists' }]);
    assert.deepEqual(reads[0].options.declared, { dev: ['linux/arm64'] });
    reads[0].answer(answer('prod'));
    await settled();
    const known = answer('prod');
    assert.deepEqual(model.chosen, [{ context: 'prod', known, at: 1000, readAt: 1000, asking: false, gone: false }]);
    assert.deepEqual(model.targets, ['linux/amd64']);
    await model.choose(['prod', 'dev']);
    await settled();
    assert.deepEqual(
      reads.map(({ context }) => context),
      ['prod', 'dev'],
    );
  });

  it('are known in the next session, without being asked', async () => {
    const first = setUp({ chosen: ['prod', 'dev'] });
    const refreshed = first.model.refresh();
    await settled();
    first.reads.forEach(({ context, answer: say }) => {
      say(answer(context, context === 'dev' ? 'linux/arm64' : 'linux/amd64', context === 'dev' ? 5 : 2));
    });
    assert.deepEqual(
      (await refreshed).map(({ context, asking }) => [context, asking]),
      [
        ['prod', false],
        ['dev', false],
      ],
    );
    const again = setUp({ state: first.state, chosen: ['prod', 'dev'] });
    assert.deepEqual(again.model.targets, ['linux/arm64', 'linux/amd64']);
    assert.equal(again.reads.length, 0);
  });

  it('keep the nodes that they had while they cannot be read, in the next session too', async () => {
    const first = setUp({ chosen: ['prod'] });
    const ask = async (known: ClusterPlatforms) => {
      const refreshed = first.model.refresh();
      await settled();
      first.reads.at(-1)?.answer(known);
      await refreshed;
      return first.model.chosen[0]?.known?.groups.map(({ platform }) => platform);
    };
    const failed = (code: DiagnosisCode): ClusterPlatforms => ({
      ...answer('prod'),
      state: 'failed',
      problem: diagnosisOf(code),
      groups: [],
    });
    assert.deepEqual(await ask(failed('clusterUnreachable')), []);
    await ask(answer('prod', 'linux/s390x'));
    assert.deepEqual(await ask(failed('clusterUnreachable')), ['linux/s390x']);
    assert.deepEqual(await ask(failed('clusterUnauthorized')), ['linux/s390x']);
    const { chosen, targets } = setUp({ state: first.state, chosen: ['prod'] }).model;
    assert.deepEqual([chosen[0]?.known?.state, chosen[0]?.readAt, targets], ['failed', 1000, ['linux/s390x']]);
    assert.deepEqual(await ask(failed('clusterContextMissing')), []);
    assert.deepEqual(await ask(failed('clusterUnreachable')), []);
  });

  it('are judged by the workloads of the workspace, in the next session too, and by those of an image', async () => {
    const mixed = clusterOf(
      'prod',
      { name: 'a', platform: 'linux/amd64' },
      { name: 'b', platform: 'linux/arm64' },
    ).known!;
    const inFiles = { uses: [workload('app:1', 'web', 'amd64')], tolerations: [], built: [] };
    const first = setUp({ chosen: ['prod'], inFiles });
    const refreshed = first.model.refresh();
    await settled();
    first.reads[0]?.answer(mixed);
    await refreshed;
    for (const { model } of [first, setUp({ state: first.state, chosen: ['prod'], inFiles: noUses })]) {
      assert.deepEqual(model.targets, ['linux/amd64']);
      const shown = (uses: readonly ImageUse[]) =>
        model.placedFor(uses)[0]?.known?.groups.map(({ platform, eligible }) => [platform, eligible]);
      assert.deepEqual(shown([]), [
        ['linux/amd64', 1],
        ['linux/arm64', 1],
      ]);
      assert.deepEqual(shown([workload('other:1', 'other', 'arm64')]), [
        ['linux/amd64', 0],
        ['linux/arm64', 1],
      ]);
      assert.equal(model.placedFor([])[0]?.known, model.placedFor([])[0]?.known);
    }
  });

  it('judges nodes and workloads that are equal once, for a thousand images', () => {
    let judged = 0;
    const known: ClusterPlatforms = {
      ...answer('prod'),
      get kinds() {
        judged++;
        return [];
      },
    };
    const place = createPlacedClusters(() => []);
    for (let index = 0; index < 1000; index++) {
      place(known, [workload(`app-${index}:1`, `web-${index}`, index % 2 === 0 ? 'amd64' : 'arm64')]);
    }
    assert.ok(judged <= 4, String(judged));
  });

  it('are forgotten where another version kept something else', () => {
    for (const kept of [7, { prod: 1 }, { prod: { at: 1, known: { ...answer('prod'), groups: [{ platform: 1 }] } } }]) {
      const state = memento();
      void state.update('clusters:answers', kept);
      assert.equal(setUp({ state, chosen: ['prod'] }).model.chosen[0]?.known, undefined);
    }
    const state = memento();
    void state.update('clusters:answers', { prod: { at: 1, known: answer('prod') } });
    assert.equal(setUp({ state, chosen: ['prod'] }).model.chosen[0]?.at, 1);
  });

  it('are shown as gone when the kubeconfig has them no more, but not when it cannot be read', async () => {
    const { model, contexts, changeFile } = setUp({ chosen: ['prod'] });
    let changed = 0;
    model.onDidChangeKubeconfig(() => changed++);
    await model.readContexts();
    assert.equal(model.chosen[0]?.gone, false);
    contexts.now = { ...contexts.now, contexts: [] };
    changeFile();
    await settled();
    assert.equal(model.chosen[0].gone, true);
    assert.equal(changed, 1);
    contexts.now = { ...contexts.now, problems: [{ file: 'config', detail: 'no YAML' }] };
    changeFile();
    await settled();
    assert.equal(model.chosen[0].gone, false);
  });

  it('keep what was known when asking is cancelled, and are not asked without trust', async () => {
    const { model, reads } = setUp({ chosen: ['prod'] });
    const refreshed = model.refresh();
    await settled();
    reads[0]!.fail(new Error('cancelled'));
    await assert.rejects(refreshed, /cancelled/);
    assert.equal(model.chosen[0]?.asking, false);
    const untrusted = setUp({ chosen: ['prod'], isTrusted: false });
    await untrusted.model.refresh();
    assert.equal(untrusted.reads.length, 0);
  });

  it('contacts only selected clusters, regardless of the caller', async () => {
    const { model, reads } = setUp({ chosen: ['prod'] });
    assert.deepEqual(await model.refresh({ context: 'dev' }), []);
    assert.deepEqual(reads, []);
  });
});

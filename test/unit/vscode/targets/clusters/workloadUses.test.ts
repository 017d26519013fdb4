import assert from 'node:assert/strict';
import type { WorkspaceUses } from '../../../../../src/domain/coverage/storedUses.ts';
import type { Workload } from '../../../../../src/domain/workload/workload.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { createWorkloadUses } from '../../../../../src/vscode/targets/clusters/workloadUses.ts';
import { createUsedInClusters } from '../../../../../src/vscode/targets/imageVerdicts.ts';
import { cluster, workload } from '../../../../support/sampleClusters.ts';
import { memento } from '../../../../support/vscode/memento.ts';

const files = (...names: readonly string[]): WorkspaceUses => ({
  uses: names.map((name) => workload('app:1', name)),
  tolerations: [{ key: name(names), operator: 'Exists' }],
  built: [],
});
const name = ([first = '']: readonly string[]) => first;

function setUp(found: { now: WorkspaceUses | Error }, state = memento(), pushed: readonly string[] = []) {
  let reads = 0;
  let changes = 0;
  const uses = createWorkloadUses({
    state,
    find: () => {
      reads++;
      return found.now instanceof Error ? Promise.reject(found.now) : Promise.resolve(found.now);
    },
    pushed: () => pushed,
  });
  uses.onDidChange(() => {
    changes++;
  });
  const names = (all = uses.of('app:1')) => all.map((use) => use.name);
  return { uses, state, names, counts: () => [reads, changes] };
}

describe('the workloads that use images', () => {
  it('are read on request, once for all callers, and told only if they changed', async () => {
    const found = { now: files('web') };
    const { uses, names, counts } = setUp(found);
    assert.deepEqual(names(), []);
    await Promise.all([uses.refresh(), uses.refresh()]);
    assert.deepEqual([names(), uses.tolerations, counts()], [['web'], [{ key: 'web', operator: 'Exists' }], [1, 1]]);
    await uses.refresh();
    assert.deepEqual(counts(), [2, 1]);
    found.now = files('web', 'job');
    await uses.refresh();
    assert.deepEqual(
      [names(), counts()],
      [
        ['web', 'job'],
        [3, 2],
      ],
    );
  });

  it('are known in the next session without reading files, and stay where that fails', async () => {
    const found: { now: WorkspaceUses | Error } = { now: files('web') };
    const first = setUp(found);
    await first.uses.refresh();
    found.now = new Error('the window closes');
    const again = setUp(found, first.state);
    assert.deepEqual([again.names(), again.counts()], [['web'], [0, 0]]);
    await again.uses.refresh();
    assert.deepEqual(again.names(), ['web']);
  });

  it('of a cluster join those of the files once it was read, for that cluster only', async () => {
    const { uses } = setUp({ now: files('web') });
    await uses.refresh();
    const running: Workload = {
      kind: 'DaemonSet',
      name: 'agent',
      namespace: 'shop',
      containers: [
        { name: 'a', image: 'app:1' },
        { name: 'b', image: 'sidecar' },
      ],
      placement: { ...anywhere, daemonSet: true },
    };
    const alone: Workload = { kind: 'Pod', name: 'alone', namespace: 'shop', containers: running.containers };
    const usedIn = (...contexts: readonly string[]) =>
      createUsedInClusters({ chosen: contexts.map((context) => cluster(context)) }, uses);
    assert.equal(usedIn('prod')('app:1'), undefined);
    uses.readCluster('prod', [running, alone]);
    assert.deepEqual(
      [usedIn('prod')('app:1'), usedIn('prod')('db:1'), usedIn('prod', 'dev')('db:1'), usedIn('dev')('app:1')],
      [true, false, undefined, undefined],
    );
    assert.deepEqual(
      uses.of('app:1').map((use) => [use.kind, use.name, use.context, use.unplaced]),
      [
        ['Deployment', 'web', undefined, undefined],
        ['DaemonSet', 'agent', 'prod', undefined],
        ['Pod', 'alone', 'prod', true],
      ],
    );
    assert.equal(uses.of('sidecar').length, 2);
    uses.readCluster('prod', []);
    assert.deepEqual(uses.of('sidecar'), []);
  });

  it('that decide about builds use what was pushed or what files build', async () => {
    const state = memento();
    const both: WorkspaceUses = {
      uses: [workload('app:1', 'web'), workload('job:1', 'job'), workload('postgres', 'db')],
      tolerations: [],
      built: ['job'],
    };
    const { uses, names } = setUp({ now: both }, state, ['app:9']);
    await uses.refresh();
    assert.deepEqual(names(uses.built), ['job', 'web']);
  });
});

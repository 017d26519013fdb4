import assert from 'node:assert/strict';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { Workloads, WorkloadsAnswer } from '../../../../src/services/clusters/workloads.ts';
import { createPicks } from '../../../../src/vscode/workloads/pickWorkload.ts';
import { createWorkloadModel } from '../../../../src/vscode/workloads/workloadModel.ts';
import { cluster, clusterModel } from '../../../support/sampleClusters.ts';
import { digest, named } from '../../../support/sampleImages.ts';
import { podOf, runs, workload } from '../../../support/sampleWorkloads.ts';
import { untilAborted } from '../../../support/stub.ts';
import { askImage } from '../../../../src/vscode/images/commands/askImage.ts';
import { cancel, choose, leave, press, tick } from '../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../support/vscode/session.ts';

const app = named('r.io/app:1');
const job = workload({ kind: 'CronJob', name: 'nightly' });
const answers: Readonly<Record<string, WorkloadsAnswer>> = {
  dev: runs([workload(), job], [podOf('a', digest('aa')), podOf('b', digest('bb'))]),
  prod: runs([workload({ kind: 'StatefulSet', name: 'db' })]),
};

function picks(contexts: readonly string[] = ['dev', 'prod'], own: Partial<Workloads> = {}) {
  const workloads = { read: (context: string) => Promise.resolve(answers[context] ?? runs([])), ...own };
  return createPicks({
    clusters: clusterModel(contexts.map((context) => cluster(context))),
    askImage: async (title) => askImage({ title, offered: [app] }),
    known: createWorkloadModel(workloads, () => 0),
    pushedAs: () => Promise.resolve({ digest: digest('aa'), manifests: [] }),
  });
}

const names = (chosen: Awaited<ReturnType<ReturnType<typeof picks>['restartable']>>) =>
  chosen.map(({ context, workload: { kind, name } }) => `${context}: ${kind} ${name}`);
const row = (of: object) => ({ kind: 'workload', id: app.id, context: 'dev', use: { workload: of } });
const imageRow = { kind: 'image', known: { named: app } };

describe('which workloads a command is for', () => {
  inVscode();

  it('is that of the row, if it suits', async () => {
    assert.deepEqual(names(await picks().restartable(row(workload()))), ['dev: Deployment web']);
    assert.deepEqual(await picks().restartable(row(job)), []);
    const revision = { kind: 'Revision', name: 'web-00001', group: 'serving.knative.dev' };
    assert.deepEqual(await picks().restartable(row(workload({ owner: revision }))), []);
    assert.deepEqual(
      names(await picks().withLogs({ kind: 'pod', id: app.id, context: 'dev', use: { pod: podOf('a', '') } })),
      ['dev: Pod web-h-a'],
    );
    const { selector, ...bare } = workload({ kind: 'Job' });
    assert.ok(selector);
    assert.deepEqual(await picks().withLogs(row(bare)), []);
    shows(`
      information: CronJob nightly cannot be restarted: only Deployments, StatefulSets and DaemonSets can.
      information: Deployment web cannot be restarted, because Knative reverts that. Deploy a new revision instead.
      information: Job web has no pods whose logs can be shown.
    `);
  });

  it('are those that a person ticks, of all that use the image in the chosen clusters', async () => {
    person(tick('Deployment web', 'StatefulSet db'), leave);
    assert.deepEqual(names(await picks().restartable(imageRow)), ['dev: Deployment web', 'prod: StatefulSet db']);
    assert.deepEqual(await picks().withLogs(imageRow), []);
    shows(`
      progress: Checking dev, prod…
      pick: Restart Workload — Select the workloads
        [ ] Deployment web | shop · dev · 1 of 2 pods use the pushed image
        [ ] StatefulSet db | shop · prod · no pods
      > Deployment web, StatefulSet db
      progress: Checking dev, prod…
      pick: Show Workload Logs — Select the workloads
        [ ] Deployment web | shop · dev · 1 of 2 pods use the pushed image
        [ ] CronJob nightly | shop · dev · no pods
        [ ] StatefulSet db | shop · prod · no pods
      > Escape
    `);
  });

  it('is the only one without a question, of an image that is asked for from the palette', async () => {
    person(choose('r.io/app:1'), leave);
    assert.deepEqual(names(await picks(['prod']).restartable(undefined)), ['prod: StatefulSet db']);
    assert.deepEqual(await picks(['prod']).restartable(undefined), []);
    shows(`
      pick: Restart Workload — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > r.io/app:1
      progress: Checking prod…
      pick: Restart Workload — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > Escape
    `);
  });

  it('are none where nothing uses it, and rejects where no cluster tells', async () => {
    assert.deepEqual(await picks(['empty']).restartable(imageRow), []);
    shows(`
      progress: Checking empty…
      information: No workload in empty uses r.io/app.
    `);
    const problem = diagnosisOf('clusterUnreachable', { context: 'dev' });
    await assert.rejects(picks(['dev'], { read: () => Promise.resolve({ problem }) }).restartable(imageRow), {
      code: 'clusterUnreachable',
    });
  });

  it('lets clusters be chosen where there are none, and ends where it is cancelled', async () => {
    person(press('Choose Clusters…'), leave, cancel('Checking'));
    assert.deepEqual(await picks([]).restartable(imageRow), []);
    assert.deepEqual(await picks([]).restartable(imageRow), []);
    assert.deepEqual(
      await picks(['dev'], { read: (_context, signal) => untilAborted(signal) }).restartable(imageRow),
      [],
    );
    shows(`
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Choose Clusters…
      command: multiarch.selectClusters
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Escape
      progress: Checking dev…
      > Cancel
    `);
  });

  it('attack: a shortcut names a workload that becomes an option of kubectl', async () => {
    person(leave, leave);
    for (const name of ['--all', 'a b']) {
      assert.deepEqual(await picks().restartable(row(workload({ name }))), []);
    }
    shows(`
      progress: Checking dev, prod…
      pick: Restart Workload — Select the workloads
        [ ] Deployment web | shop · dev · 1 of 2 pods use the pushed image
        [ ] StatefulSet db | shop · prod · no pods
      > Escape
      progress: Checking dev, prod…
      pick: Restart Workload — Select the workloads
        [ ] Deployment web | shop · dev · 1 of 2 pods use the pushed image
        [ ] StatefulSet db | shop · prod · no pods
      > Escape
    `);
  });
});
